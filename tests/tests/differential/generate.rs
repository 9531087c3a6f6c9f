//! A generator of functions: expressions over locals, statics, pointers, calls with side effects, temporaries and drops.
//!
//! The text is a function of seed and number. Every function compiles by construction: expressions are `u32`, locals are
//! `u32` or never moved, and what diverges stands where its type does not matter.

use std::fmt::Write as _;

/// SplitMix64; the text for a seed must never change without notice, so the generator is our own.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}

/// Where an expression stands: what it may use and how it may end.
#[derive(Clone, Copy)]
struct Scope {
    depth: usize,
    /// Locals `x0..x{locals}`.
    locals: usize,
    /// Locals may be written: not in a closure.
    writable: bool,
    /// `return` gives a `u32`.
    returns: bool,
    in_loop: bool,
}

impl Scope {
    fn deeper(self) -> Self {
        Self {
            depth: self.depth + 1,
            ..self
        }
    }
}

struct Generator {
    random: Random,
    /// Numbers of values with a name in the log.
    names: usize,
}

const DEPTH_MAX: usize = 4;

/// The functions `first..first + count` of a seed, as the items of a module.
pub fn functions(seed: u64, first: usize, count: usize) -> String {
    let mut text = String::new();
    for number in first..first + count {
        let mut generator = Generator {
            random: Random(seed ^ (number as u64).wrapping_mul(0x2545_f491_4f6c_dd1d)),
            names: 0,
        };
        let _ = write!(
            text,
            "pub fn f{number}() -> u32 {{ unsafe {{\n{}}} }}\n",
            generator.body()
        );
    }
    let list: Vec<String> = (first..first + count)
        .map(|number| format!("f{number}"))
        .collect();
    let _ = writeln!(
        text,
        "pub const ALL: &[fn() -> u32] = &[{}];",
        list.join(", ")
    );
    text
}

impl Generator {
    fn body(&mut self) -> String {
        let mut scope = Scope {
            depth: 0,
            locals: 0,
            writable: true,
            returns: true,
            in_loop: false,
        };
        let mut text = String::from(
            "reset();\nlet p: *mut u32 = &raw mut N1; let q = (&raw mut A).cast::<u32>(); let pp = &raw mut P; let r: *mut [u32] = &raw mut A; let h = Holder { p };\n",
        );
        for _ in 0..2 + self.random.below(5) {
            text += &self.statement(&mut scope);
            text.push('\n');
        }
        text += &self.expression(scope);
        text.push('\n');
        text
    }

    fn name(&mut self) -> usize {
        self.names += 1;
        self.names
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.random.below(texts.len())]
    }

    fn index(&mut self, scope: Scope, mask: u32) -> String {
        match self.random.below(4) {
            0 => format!("({} & {mask}) as usize", self.expression(scope.deeper())),
            _ => format!("{}", self.random.below(mask as usize + 1)),
        }
    }

    /// A place of type `u32`.
    fn place(&mut self, scope: Scope) -> String {
        match self.random.below(34) {
            26 => "TU.0".into(),
            27 => format!("TU.1.1[{}]", self.index(scope, 1)),
            28 => "TU.1.0".into(),
            29 => format!("VV[{}][{}]", self.index(scope, 1), self.index(scope, 1)),
            30 => "BX.as_mut().unwrap().x".into(),
            31 => "**(&raw mut HP)".into(),
            32 => format!("(*(&raw mut PA))[{}].x", self.index(scope, 1)),
            33 => format!("(*pp).d.y[{}]", self.index(scope, 1)),
            0 | 1 => "N0".into(),
            2 => "N1".into(),
            3 => "P.a".into(),
            4 => "P.b.1".into(),
            5 => "P.d.x".into(),
            6 => format!("P.d.y[{}]", self.index(scope, 1)),
            7 | 8 => format!("A[{}]", self.index(scope, 3)),
            9 => format!("AA[{}][{}]", self.index(scope, 1), self.index(scope, 1)),
            10 => "PT.x".into(),
            11 => format!("V[{}]", self.index(scope, 1)),
            12 => format!("T[{}]", self.index(scope, 3)),
            13 => "*HP".into(),
            14 | 15 => "*p".into(),
            16 => "(*pp).a".into(),
            17 => "(*pp).b.0".into(),
            18 => format!("(*pp).d.y[{}]", self.index(scope, 1)),
            19 => format!("*q.add({})", self.index(scope, 3)),
            20 => "K.b".into(),
            21 => "U.i".into(),
            22 => format!("(*r)[{}]", self.index(scope, 3)),
            23 => "*h.p".into(),
            24 => format!("(*CELL.0.get())[{}]", self.index(scope, 1)),
            _ if scope.locals > 0 && scope.writable => {
                format!("x{}", self.random.below(scope.locals))
            }
            _ => format!("PA[{}].y", self.index(scope, 1)),
        }
    }

    /// A place to which a reference may be made.
    fn aligned(&mut self, scope: Scope) -> String {
        loop {
            let place = self.place(scope);
            if !place.starts_with('K') {
                return place;
            }
        }
    }

    /// An argument of formatting, which takes a reference.
    fn formatted(&mut self, scope: Scope) -> String {
        let text = self.expression(scope);
        match text.starts_with('K') {
            true => format!("{{ {text} }}"),
            false => text,
        }
    }

    fn condition(&mut self, scope: Scope) -> String {
        let scope = scope.deeper();
        match self.random.below(9) {
            0 => "FLAG".into(),
            1 => format!("{} == {}", self.operand(scope), self.operand(scope)),
            2 => format!("{} & 1 == 0", self.operand(scope)),
            3 => format!("{} < {}", self.operand(scope), self.operand(scope)),
            4 => format!("FLAG && {} > 2", self.operand(scope)),
            5 => "O.is_some()".into(),
            6 => format!("matches!({}, 0..=3)", self.expression(scope)),
            7 => format!(
                "{} != 1 || {} > 2",
                self.operand(scope),
                self.operand(scope)
            ),
            _ => format!("!({} > 3)", self.operand(scope)),
        }
    }

    /// An expression that may stand beside an operator, also before `<`.
    fn operand(&mut self, scope: Scope) -> String {
        match self.random.below(3) {
            0 => format!("({})", self.place(scope)),
            1 => format!("({})", self.expression(scope)),
            _ => format!("{}u32", self.random.below(9)),
        }
    }

    fn leaf(&mut self, scope: Scope) -> String {
        match self.random.below(6) {
            0 => format!("{}", self.random.below(100)),
            1 if scope.locals > 0 => format!("x{}", self.random.below(scope.locals)),
            2 => format!("val({})", self.name()),
            3 => format!("make({}).by_ref()", self.name()),
            _ => self.place(Scope {
                depth: DEPTH_MAX,
                ..scope
            }),
        }
    }

    /// An expression of type `u32`.
    fn expression(&mut self, scope: Scope) -> String {
        if scope.depth >= DEPTH_MAX {
            return self.leaf(scope);
        }
        let s = scope.deeper();
        let inner = Scope {
            writable: false,
            returns: true,
            in_loop: false,
            ..s
        };
        match self.random.below(98) {
            58.. => self.more(s, inner),
            0..4 => self.leaf(s),
            4..8 => self.place(s),
            8 => format!("({}).wrapping_add({})", self.place(s), self.expression(s)),
            9 => format!("({}) ^ ({})", self.expression(s), self.expression(s)),
            10 => format!("add({}, {})", self.expression(s), self.expression(s)),
            11 => format!("make({}).by_value()", self.name()),
            12 => format!("make({}).by_mut({})", self.name(), self.expression(s)),
            13 => format!("(&make({})).by_ref()", self.name()),
            14 => format!("make({}).0", self.name()),
            15 => format!("Guard::new({}).by_ref()", self.name()),
            16 => format!("Guard::new({}).by_mut({})", self.name(), self.expression(s)),
            17 => format!("(*Guard::new({})).0", self.name()),
            18 => format!("*&{}", self.aligned(s)),
            19 => format!("*(&raw const {})", self.aligned(s)),
            20 => format!("p.read() ^ {}", self.operand(s)),
            21 => format!("ptr::read(q.add({}))", self.index(s, 3)),
            22 => format!("p.replace({})", self.expression(s)),
            23 => {
                let place = self.aligned(s);
                // What is borrowed is not named again.
                let locals = if place.starts_with('x') { 0 } else { s.locals };
                let value = self.expression(Scope { locals, ..s });
                format!("mem::replace(&mut {place}, {value})")
            }
            24 => format!("(|| {})()", self.expression(inner)),
            // What it captures may be written by the argument.
            25 => format!(
                "(move |y: u32| y ^ {})({})",
                self.operand(inner),
                self.expression(s)
            ),
            26 => format!(
                "loop {{ break id({}); }}",
                self.expression(Scope {
                    in_loop: false,
                    ..s
                })
            ),
            27 => {
                let label = format!("'a{}", self.name());
                format!(
                    "{label}: {{ if {} {{ break {label} id({}); }} {} }}",
                    self.condition(s),
                    self.expression(s),
                    self.expression(s)
                )
            }
            28 => {
                let inner = Scope {
                    returns: false,
                    ..inner
                };
                format!(
                    "(|| -> Option<u32> {{ Some(add(opt({})?, {})) }})().unwrap_or({})",
                    self.expression(inner),
                    self.expression(inner),
                    self.expression(s)
                )
            }
            29 => format!("X.fetch_add({}, Relaxed)", self.expression(s)),
            30 => "X.load(Acquire)".into(),
            31 => format!("X.swap({}, AcqRel)", self.expression(s)),
            32 => format!(
                "X.compare_exchange({}, {}, AcqRel, Acquire).unwrap_or_else(|e| e ^ 1)",
                self.expression(s),
                self.expression(s)
            ),
            33 => format!(
                "format!(\"{{}} {{}}\", {}, {}).len() as u32",
                self.formatted(s),
                self.formatted(s)
            ),
            34 => format!(
                "vec![{}, {}].len() as u32",
                self.expression(s),
                self.expression(s)
            ),
            35 => format!("matches!({}, 0..=3 | 9) as u32", self.expression(s)),
            36 => format!(
                "match ({}, {}) {{ (a, b) => a ^ b }}",
                self.expression(s),
                self.expression(s)
            ),
            37 => format!(
                "[{}, {}, {}][{}]",
                self.expression(s),
                self.expression(s),
                self.expression(s),
                self.index(s, 2)
            ),
            38 => format!("({}, {}).1", self.expression(s), self.expression(s)),
            39 => format!(
                "Pt {{ x: {}, y: {} }}.y",
                self.expression(s),
                self.expression(s)
            ),
            40 => format!("Pt {{ x: {}, ..PT }}.y", self.expression(s)),
            41 => format!(
                "if {} {{ {} }} else {{ {} }}",
                self.condition(s),
                self.block(s),
                self.expression(s)
            ),
            42 => format!(
                "match {} & 3 {{ 0 => {}, 1 => {{ {} }} _ => {} }}",
                self.operand(s),
                self.expression(s),
                self.block(s),
                self.expression(s)
            ),
            43 => format!(
                "match O {{ Some(x) if x > {} => x, Some(x) => x ^ 1, None => {} }}",
                self.operand(s),
                self.expression(s)
            ),
            44 => format!(
                "if let Some(ref mut x) = O {{ *x ^= {}; *x }} else {{ {} }}",
                self.expression(Scope {
                    returns: s.returns,
                    ..s
                }),
                self.expression(s)
            ),
            45 => format!("{{ {} }}", self.block(s)),
            46 => format!("S.len() as u32 ^ {}", self.operand(s)),
            47 => format!(
                "V.iter().map(|y| *y ^ {}).fold(0, |a, b| a ^ b)",
                self.operand(inner)
            ),
            48 => format!(
                "val(if {} {{ {} }} else {{ {} }})",
                self.condition(s),
                self.diverging(s),
                self.expression(s)
            ),
            49 => format!("P.d.sum({})", self.expression(s)),
            50 => format!("P.d.bump({})", self.expression(s)),
            51 => format!("(*pp).d.bump({})", self.expression(s)),
            52 => format!("O.take().unwrap_or({})", self.expression(s)),
            53 => format!("E.as_ref().map_or({}, |d| d.by_ref())", self.expression(s)),
            54 => format!(
                "match E {{ Some(ref d) => d.by_ref(), None => {} }}",
                self.expression(s)
            ),
            55 => format!(
                "mem::take(&mut V).into_iter().fold({}, |a, b| a ^ b)",
                self.expression(s)
            ),
            56 => format!(
                "{{ let mut d = make({}); d.by_mut({}) ^ d.by_ref() }}",
                self.name(),
                self.expression(s)
            ),
            _ => format!(
                "*N0.max({}).min(77).checked_add(1).as_ref().unwrap()",
                self.expression(s)
            ),
        }
    }

    /// Further expressions: patterns with every binding mode, chains, closures, guards, raw pointers, unions.
    fn more(&mut self, s: Scope, inner: Scope) -> String {
        match self.random.below(40) {
            0 => format!(
                "match EN {{ Shape::Dot => {}, Shape::Line(n @ 1..=50) => n, Shape::Line(ref mut n) => {{ *n ^= {}; *n }} Shape::Box {{ w, ref h }} => w ^ *h }}",
                self.expression(s),
                self.expression(s)
            ),
            1 => format!(
                "match &mut EN {{ Shape::Line(n) => {{ *n ^= 1; *n }} Shape::Box {{ w, h }} => {{ mem::swap(w, h); *w }} _ => {} }}",
                self.expression(s)
            ),
            2 => "match &A { [a, .., b] => *a ^ *b }".into(),
            3 => "match A { [a, ref rest @ ..] => a ^ rest[0] }".into(),
            4 => format!(
                "if let [x, y, ..] = &mut V[..] {{ mem::swap(x, y); *x }} else {{ {} }}",
                self.expression(s)
            ),
            5 => "{ let (a, (b, [c, _])) = TU; a ^ b ^ c }".into(),
            6 => "{ let (ref mut a, (_, [.., ref c])) = TU; *a ^= *c; *a }".into(),
            7 => format!(
                "V.iter().chain(&A).copied().filter(|y| y & 1 == {} & 1).map(|y| y ^ {}).take(3).fold(0, |a, b| a ^ b)",
                self.operand(inner),
                self.operand(inner)
            ),
            8 => format!(
                "V.first().copied().or_else(|| opt({})).unwrap_or_default()",
                self.expression(Scope {
                    returns: false,
                    ..inner
                })
            ),
            9 if s.locals > 0 && s.writable => {
                let local = self.random.below(s.locals);
                let others = Scope { locals: 0, ..inner };
                format!(
                    "{{ let mut c = |k: u32| {{ x{local} ^= k; x{local} }}; c({}) ^ c({}) }}",
                    self.expression(others),
                    self.operand(others)
                )
            }
            10 if s.locals > 0 => format!("*(|| &x{})()", self.random.below(s.locals)),
            11 if s.locals > 0 && s.writable => {
                let local = self.random.below(s.locals);
                let value = self.operand(Scope { locals: 0, ..inner });
                format!("{{ let w = &mut x{local}; *w ^= {value}; *w }}")
            }
            12 => format!(
                "*(&raw mut A).cast::<u32>().wrapping_add({})",
                self.index(s, 3)
            ),
            13 => format!("(&*pp).d.sum({})", self.expression(s)),
            14 => format!("(&mut *pp).d.bump({})", self.expression(s)),
            15 => "*ptr::addr_of!(P.b.0)".into(),
            16 => format!(
                "u32::from(p.cast::<[u8; 4]>().read()[{}])",
                self.index(s, 3)
            ),
            17 => format!("slice::from_raw_parts(q, 4)[{}]", self.index(s, 3)),
            18 => "*ptr::NonNull::new_unchecked(p).as_ref()".into(),
            19 => "match U { Bits { b: [a, ..] } => u32::from(a) }".into(),
            20 => format!("{{ U.b[1] = {} as u8; U.i }}", self.operand(s)),
            21 => format!("(make({}), make({})).0.by_ref()", self.name(), self.name()),
            22 => format!(
                "{{ let _a = make({}); let b = Guard::new({}); b.by_ref() ^ {} }}",
                self.name(),
                self.name(),
                self.operand(s)
            ),
            23 => format!(
                "vec![make({}), make({})].iter().map(|d| d.by_ref()).fold({}, |a, b| a ^ b)",
                self.name(),
                self.name(),
                self.expression(s)
            ),
            24 => format!(
                "Some(make({})).as_ref().map(|d| d.by_ref()).unwrap()",
                self.name()
            ),
            25 => format!(
                "match Guard::new({}).by_ref() {{ y if y > 1 => {}, _ => {} }}",
                self.name(),
                self.expression(s),
                self.expression(s)
            ),
            26 => format!("ND.pop().map_or({}, |d| d.by_value())", self.expression(s)),
            27 => format!(
                "{{ let Two {{ d, .. }} = Two {{ d: make({}), e: make({}) }}; d.by_ref() }}",
                self.name(),
                self.name()
            ),
            28 => format!("FNS[{}]({})", self.index(s, 1), self.expression(s)),
            29 => format!("(FNS[0])({})", self.expression(s)),
            30 => format!(
                "{{ let y = {}; MX.lock().map_or(y, |g| *g) }}",
                self.expression(s)
            ),
            31 => "{ *MX.lock().unwrap_or_else(PoisonError::into_inner) }".into(),
            32 => format!(
                "M.get(&({} & 3)).copied().unwrap_or({})",
                self.operand(s),
                self.expression(s)
            ),
            33 => format!(
                "M.insert({} & 3, {}).unwrap_or(1)",
                self.operand(s),
                self.expression(s)
            ),
            34 => format!(
                "X.fetch_update(AcqRel, Acquire, |y| opt(y ^ {})).unwrap_or_else(|y| y)",
                self.operand(Scope {
                    returns: false,
                    ..inner
                })
            ),
            35 => format!("AtomicU32::fetch_xor(&X, {}, Relaxed)", self.expression(s)),
            36 => format!("[&X][0].swap({}, SeqCst)", self.expression(s)),
            37 => "format!(\"{} {:?}\", N0, A).len() as u32".into(),
            38 => format!("OP.map_or({}, |o| o.x ^ o.y)", self.expression(s)),
            _ => format!(
                "E.insert(make({})).by_mut({})",
                self.name(),
                self.expression(s)
            ),
        }
    }

    /// Further statements.
    fn more_statements(&mut self, s: Scope) -> String {
        match self.random.below(22) {
            0 => format!(
                "EN = Shape::Box {{ w: {}, h: {} }};",
                self.expression(s),
                self.expression(s)
            ),
            1 => format!("EN = Shape::Line({});", self.expression(s)),
            2 => format!("V.iter_mut().for_each(|y| *y ^= {});", self.random.below(9)),
            3 => format!("ND.push(make({}));", self.name()),
            4 => "ND = vec![];".into(),
            5 => "drop(mem::take(&mut ND));".into(),
            6 => format!(
                "*MX.lock().unwrap_or_else(PoisonError::into_inner) ^= {};",
                self.random.below(9)
            ),
            7 => format!(
                "*M.entry({} & 3).or_insert({}) ^= 1;",
                self.operand(s),
                self.expression(s)
            ),
            8 => format!("ptr::swap(p, q.add({}));", self.index(s, 3)),
            9 => "ptr::copy(q, q.add(1), 2);".into(),
            10 => format!("q.add({}).write_bytes(0, 1);", self.index(s, 3)),
            11 => format!(
                "while let Some(y) = V.pop() {{ if y > 100 {{ break }} {} }}",
                self.statements(Scope { in_loop: true, ..s })
            )
            .replace("V.push", "VV[0].push"),
            12 => format!(
                "if let Some(y) = O && ({}) {{ N0 = y; }} else {{ {} }}",
                self.condition(s),
                self.statements(s)
            ),
            13 if s.returns => format!(
                "let Some(Pt {{ x, .. }}) = OP else {{ return {} }}; N1 = x;",
                self.expression(s)
            ),
            14 => format!("(*pp).d.y.swap(0, {});", self.random.below(2)),
            15 => format!(
                "TU.1 = ({}, [{}, 1]);",
                self.expression(s),
                self.expression(s)
            ),
            16 => format!(
                "[A[0], .., A[3]] = [{}, 2, {}];",
                self.expression(s),
                self.expression(s)
            ),
            17 => format!(
                "Pt {{ x: PT.x, y: N1 }} = Pt {{ x: {}, y: {} }};",
                self.expression(s),
                self.expression(s)
            ),
            18 => "fence(SeqCst);".into(),
            19 => format!("VV[{}].push({});", self.random.below(2), self.expression(s)),
            20 => format!(
                "{{ let mut g = MX.lock().unwrap_or_else(PoisonError::into_inner); *g ^= {}; let _d = make({}); *g |= 1; }}",
                self.random.below(9),
                self.name()
            ),
            _ => format!(
                "for y in &mut A {{ *y ^= 1; {} }}",
                self.statements(Scope {
                    in_loop: true,
                    depth: DEPTH_MAX,
                    ..s
                })
            ),
        }
    }

    fn diverging(&mut self, scope: Scope) -> String {
        match self.random.below(4) {
            0 if scope.in_loop => "continue".into(),
            1 if scope.in_loop => "break".into(),
            2 if scope.returns => format!("return {}", self.expression(scope.deeper())),
            _ => self.expression(scope.deeper()),
        }
    }

    /// Statements and a value.
    fn block(&mut self, scope: Scope) -> String {
        let mut inner = scope.deeper();
        let mut text = String::new();
        for _ in 0..self.random.below(3) {
            text += &self.statement(&mut inner);
            text.push(' ');
        }
        text + &self.expression(inner)
    }

    fn statement(&mut self, scope: &mut Scope) -> String {
        let s = scope.deeper();
        match self.random.below(60) {
            38.. => self.more_statements(s),
            0..4 => {
                let value = self.expression(s);
                let text = format!("let mut x{} = {value};", scope.locals);
                scope.locals += 1;
                text
            }
            4..9 => format!("{} = {};", self.place(s), self.expression(s)),
            9..12 => {
                let operator = self.pick(&["^=", "|=", "&="]);
                format!("{} {operator} {};", self.place(s), self.expression(s))
            }
            12 => format!("ACC += {};", self.expression(s)),
            13 => format!("let _d = make({});", self.name()),
            14 => format!("let _ = make({});", self.name()),
            15 => format!("make({});", self.name()),
            16 => format!("drop(make({}));", self.name()),
            17 => format!("E = Some(make({}));", self.name()),
            18 => format!(
                "if {} {{ {} }} else {{ {} }}",
                self.condition(s),
                self.statements(s),
                self.statements(s)
            ),
            19 => format!(
                "for _i in 0..{} {{ {} }}",
                1 + self.random.below(2),
                self.statements(Scope { in_loop: true, ..s })
            ),
            20 => format!("V.push({});", self.expression(s)),
            21 => "V.push(V.len() as u32);".into(),
            22 => format!("S.push_str(&format!(\"{{}}\", {} & 7));", self.operand(s)),
            23 => format!("O = Some({});", self.expression(s)),
            24 => format!("mem::swap(&mut N0, &mut A[{}]);", self.random.below(4)),
            25 => format!("p.write({});", self.expression(s)),
            26 => format!(
                "ptr::write(q.add({}), {});",
                self.index(s, 3),
                self.expression(s)
            ),
            27 => format!("p.copy_from(q.add({}), 1);", self.index(s, 3)),
            28 => format!(
                "(N0, P.a) = ({}, {});",
                self.expression(s),
                self.expression(s)
            ),
            29 if scope.returns => format!(
                "if {} {{ return {}; }}",
                self.condition(s),
                self.expression(s)
            ),
            30 if scope.returns => {
                let text = format!(
                    "let Some(mut x{}) = O else {{ return {} }};",
                    scope.locals,
                    self.expression(s)
                );
                scope.locals += 1;
                text
            }
            31 => format!("let _g = Guard::new({});", self.name()),
            32 => format!("X.store({}, Release);", self.expression(s)),
            33 => format!(
                "let (_d, _) = (make({}), make({}));",
                self.name(),
                self.name()
            ),
            34 => format!(
                "match make({}) {{ ref d => {{ d.by_ref(); {} }} }}",
                self.name(),
                self.statements(s)
            ),
            35 => format!("(*r).fill({});", self.expression(s)),
            36 => format!(
                "A[1..3].copy_from_slice(&[{}, {}]);",
                self.expression(s),
                self.expression(s)
            ),
            _ => format!(
                "assert!({} < 4_000_000_000u32, \"{{}}\", {});",
                self.operand(s),
                self.formatted(s)
            ),
        }
    }

    fn statements(&mut self, scope: Scope) -> String {
        let mut inner = scope.deeper();
        if inner.depth > DEPTH_MAX {
            return String::new();
        }
        let mut text = String::new();
        for _ in 0..1 + self.random.below(2) {
            text += &self.statement(&mut inner);
            text.push(' ');
        }
        text
    }
}

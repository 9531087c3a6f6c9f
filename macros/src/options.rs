//! The options in the parentheses of an attribute, and of our helper attribute `#[datarace(..)]`.
//!
//! All mistakes are said at once, each on its own tokens.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::{Token, parenthesized};

use crate::message::Message;

/// The attribute that the user wrote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// `#[datarace::check]`
    Check,
    /// `#[datarace::test]`
    Test,
}

/// What the user asked for.
pub(crate) struct Options {
    /// Where generated code finds the `datarace` crate; `::datarace` unless `crate = path` says otherwise.
    pub(crate) crate_path: syn::Path,
    /// `static_mut(NAME, ..)`: these names are `static mut`, wherever they are declared.
    pub(crate) static_muts: Vec<Ident>,
    /// `deny(..)`.
    pub(crate) denied: Vec<Lint>,
    /// How `#[datarace::test(explore = ..)]` explores.
    pub(crate) explore: Option<Explore>,
}

/// A lint of ours by its name in `deny(..)` and `allow(..)`.
#[derive(Clone, Debug)]
pub(crate) struct Lint {
    pub(crate) kind: LintKind,
    pub(crate) span: Span,
}

/// What `deny` and `allow` know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LintKind {
    /// `seq_cst`
    SeqCst,
    /// `relaxed_publish`
    RelaxedPublish,
    /// `unpaired`
    Unpaired,
    /// `race`: for `allow` only.
    Race,
}

impl LintKind {
    /// What `deny` takes.
    pub(crate) const DENIABLE: [Self; 3] = [Self::SeqCst, Self::RelaxedPublish, Self::Unpaired];

    /// As the user writes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::SeqCst => "seq_cst",
            Self::RelaxedPublish => "relaxed_publish",
            Self::Unpaired => "unpaired",
            Self::Race => "race",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::DENIABLE
            .into_iter()
            .chain([Self::Race])
            .find(|lint| lint.name() == name)
    }
}

/// The exploration of a test: the builder calls that the options stand for.
pub(crate) struct Explore {
    pub(crate) strategy: Strategy,
    /// `.executions(n)` and its kin, in the order of the source.
    pub(crate) bounds: Vec<Bound>,
    /// `.memory(..)`.
    pub(crate) memory: Option<Memory>,
}

/// How the next execution is chosen.
pub(crate) enum Strategy {
    Exhaustive,
    Random {
        seed: Option<syn::LitInt>,
    },
    Pct {
        seed: Option<syn::LitInt>,
        depth: Option<syn::LitInt>,
    },
}

/// A bound of the exploration by the name of its builder method.
pub(crate) struct Bound {
    pub(crate) method: Ident,
    pub(crate) value: BoundValue,
}

/// What the builder method takes.
pub(crate) enum BoundValue {
    /// A number.
    Count(syn::LitInt),
    /// A `Duration`.
    Milliseconds(u64),
}

/// Which values loads may read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Memory {
    Rust,
    SequentiallyConsistent,
}

const CHECK_OPTIONS: &[&str] = &["crate", "static_mut", "deny", "allow"];
const TEST_OPTIONS: &[&str] = &[
    "crate",
    "static_mut",
    "deny",
    "allow",
    "explore",
    "executions",
    "seed",
    "depth",
    "threads",
    "events",
    "time",
    "preemptions",
    "memory",
];
const HELPER_OPTIONS: &[&str] = &["skip", "allow", "reason"];
const DENY: &[&str] = &["seq_cst", "relaxed_publish", "unpaired"];
const ALLOW: &[&str] = &["seq_cst", "relaxed_publish", "unpaired", "race"];
const STRATEGIES: &[&str] = &["exhaustive", "random", "pct"];
const MEMORIES: &[&str] = &["rust", "sequentially_consistent"];

/// One option as it stands in the source.
struct Written {
    name: Ident,
    value: Value,
}

enum Value {
    None,
    Path(syn::Path),
    Literal(syn::Lit),
    List(TokenStream, Span),
}

impl Options {
    /// Reads them, or says everything that is wrong with them.
    pub(crate) fn parse(form: Form, arguments: TokenStream) -> syn::Result<Self> {
        let allowed = match form {
            Form::Check => CHECK_OPTIONS,
            Form::Test => TEST_OPTIONS,
        };
        let mut mistakes = Mistakes::default();
        let written = read(arguments, allowed, &mut mistakes);
        let options = Self::from_written(&written, &mut mistakes);
        mistakes.or(options)
    }

    fn from_written(written: &[Written], mistakes: &mut Mistakes) -> Self {
        let mut options = Self {
            crate_path: crate::names::crate_path(),
            static_muts: Vec::new(),
            denied: Vec::new(),
            explore: None,
        };
        let mut allowed = Vec::new();
        for option in written {
            match option.name.unraw().to_string().as_str() {
                "crate" => {
                    options.crate_path = option
                        .path(mistakes)
                        .unwrap_or_else(crate::names::crate_path);
                }
                "static_mut" => options.static_muts = option.names(mistakes),
                "deny" => options.denied = option.lints("deny(seq_cst)", DENY, mistakes),
                "allow" => allowed = option.reasoned_lints(false, mistakes),
                _ => {}
            }
        }
        contradictions(&options.denied, &allowed, mistakes);
        options.explore = explore(written, mistakes);
        options
    }
}

/// A lint that is allowed for a whole item must not be denied for it; one that nobody denies needs no `allow`.
fn contradictions(denied: &[Lint], allowed: &[Lint], mistakes: &mut Mistakes) {
    for lint in allowed {
        let name = lint.kind.name().to_owned();
        let is_denied = denied.iter().any(|other| other.kind == lint.kind);
        match (lint.kind, is_denied) {
            (LintKind::Race, _) => {}
            (_, true) => {
                mistakes.push(Message::DeniedAndAllowed { lint: name }.at(lint.span));
            }
            (_, false) => {
                mistakes.push(Message::AllowedButNotDenied { lint: name }.at(lint.span));
            }
        }
    }
}

fn explore(written: &[Written], mistakes: &mut Mistakes) -> Option<Explore> {
    let find = |name: &str| written.iter().find(|option| option.name.unraw() == name);
    let strategy = find("explore").and_then(|option| {
        let word = option.word("explore = \"exhaustive\"", mistakes)?;
        match STRATEGIES.contains(&word.value().as_str()) {
            true => Some(word.value()),
            false => {
                let message = Message::UnknownValue {
                    option: "explore",
                    allowed: STRATEGIES,
                };
                mistakes.push(message.on(&word));
                None
            }
        }
    });
    let mut seed = None;
    let mut depth = None;
    let mut memory = None;
    let mut bounds = Vec::new();
    for option in written {
        let name = option.name.unraw().to_string();
        match name.as_str() {
            "seed" => seed = option.number("seed = 7", mistakes),
            "depth" => depth = option.positive("depth = 3", mistakes),
            "memory" => memory = option.memory(mistakes),
            "executions" | "threads" | "events" | "time" | "preemptions" => {
                let value = match name.as_str() {
                    "executions" => option.positive("executions = 10_000", mistakes),
                    "threads" => option.positive("threads = 4", mistakes),
                    "events" => option.positive("events = 10_000", mistakes),
                    "preemptions" => option.number("preemptions = 3", mistakes),
                    _ => None,
                };
                let value = match name.as_str() {
                    "time" => option.time(mistakes).map(BoundValue::Milliseconds),
                    _ => value.map(BoundValue::Count),
                };
                bounds.extend(value.map(|value| Bound {
                    method: option.name.clone(),
                    value,
                }));
            }
            _ => continue,
        }
        if let Some(needs) = needs(&name, find("explore").is_some(), strategy.as_deref()) {
            mistakes.push(Message::Needs { name, needs }.at(option.name.span()));
        }
    }
    let strategy = match strategy?.as_str() {
        "exhaustive" => Strategy::Exhaustive,
        "random" => Strategy::Random { seed },
        _ => Strategy::Pct { seed, depth },
    };
    Some(Explore {
        strategy,
        bounds,
        memory,
    })
}

/// What an exploration option needs beside it and does not have.
fn needs(name: &str, explores: bool, strategy: Option<&str>) -> Option<&'static str> {
    match (name, strategy) {
        (_, None) if !explores => Some("explore = \"..\""),
        // A wrong strategy has its own message.
        (_, None) => None,
        ("seed", Some("exhaustive")) => Some("explore = \"random\""),
        ("depth", Some("exhaustive" | "random")) => Some("explore = \"pct\""),
        _ => None,
    }
}

/// What `#[datarace(..)]` inside an annotated item says.
#[derive(Default, Debug)]
pub(crate) struct Helper {
    /// Leave this code alone.
    pub(crate) skip: bool,
    /// `allow(..)`.
    pub(crate) allowed: Vec<LintKind>,
}

impl Helper {
    /// Whether this is our helper attribute.
    pub(crate) fn is(attribute: &syn::Attribute) -> bool {
        attribute.path().is_ident("datarace")
    }

    /// Reads it, or says everything that is wrong with it.
    pub(crate) fn parse(attribute: &syn::Attribute) -> syn::Result<Self> {
        let mut mistakes = Mistakes::default();
        let arguments = match &attribute.meta {
            syn::Meta::List(list) => list.tokens.clone(),
            other => {
                let message = Message::NotAnOption {
                    allowed: HELPER_OPTIONS,
                };
                return Err(message.on(other));
            }
        };
        let written = read(arguments, HELPER_OPTIONS, &mut mistakes);
        let has = |name: &str| written.iter().any(|option| option.name == name);
        let mut helper = Self::default();
        for option in &written {
            match option.name.to_string().as_str() {
                "skip" => {
                    helper.skip = true;
                    option.nothing("skip", &mut mistakes);
                }
                "allow" => {
                    let lints = option.reasoned_lints(has("reason"), &mut mistakes);
                    helper.allowed = lints.iter().map(|lint| lint.kind).collect();
                }
                _ => {
                    option.word("reason = \"..\"", &mut mistakes);
                    if !has("allow") && !has("skip") {
                        let message = Message::Needs {
                            name: "reason".to_owned(),
                            needs: "allow(..)",
                        };
                        mistakes.push(message.at(option.name.span()));
                    }
                }
            }
        }
        if has("skip") && has("allow") {
            mistakes.push(Message::SkipAndMore.on(attribute));
        }
        if written.is_empty() && mistakes.is_empty() {
            let message = Message::NotAnOption {
                allowed: HELPER_OPTIONS,
            };
            mistakes.push(message.on(attribute));
        }
        mistakes.or(helper)
    }
}

/// The options in their order, each known and there once.
fn read(
    arguments: TokenStream,
    allowed: &'static [&'static str],
    mistakes: &mut Mistakes,
) -> Vec<Written> {
    let mut written: Vec<Written> = Vec::new();
    let parsed = |input: ParseStream<'_>| {
        while !input.is_empty() {
            match one(input, allowed) {
                Ok(option) => keep(option, allowed, &mut written, mistakes),
                Err(error) => mistakes.push(error),
            }
            // After a mistake the rest up to the next comma belongs to it.
            while !input.is_empty() && !input.peek(Token![,]) {
                input.parse::<proc_macro2::TokenTree>()?;
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    };
    if let Err(error) = parsed.parse2(arguments) {
        mistakes.push(error);
    }
    written
}

fn keep(
    option: Written,
    allowed: &'static [&'static str],
    written: &mut Vec<Written>,
    mistakes: &mut Mistakes,
) {
    let name = option.name.unraw().to_string();
    if !allowed.contains(&name.as_str()) {
        mistakes.push(Message::UnknownOption { name, allowed }.at(option.name.span()));
    } else if written.iter().any(|other| other.name == option.name) {
        mistakes.push(Message::RepeatedOption { name }.at(option.name.span()));
    } else {
        written.push(option);
    }
}

fn one(input: ParseStream<'_>, allowed: &'static [&'static str]) -> syn::Result<Written> {
    if !input.peek(Ident::peek_any) {
        return Err(Message::NotAnOption { allowed }.at(input.span()));
    }
    let name = input.call(Ident::parse_any)?;
    let value = if input.peek(syn::token::Paren) {
        let content;
        let parentheses = parenthesized!(content in input);
        Value::List(content.parse()?, parentheses.span.join())
    } else if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        match input.peek(syn::Lit) {
            true => Value::Literal(input.parse()?),
            false => Value::Path(input.call(syn::Path::parse_mod_style)?),
        }
    } else {
        Value::None
    };
    Ok(Written { name, value })
}

impl Written {
    fn span(&self) -> Span {
        match &self.value {
            Value::None => self.name.span(),
            Value::Path(path) => path.span(),
            Value::Literal(literal) => literal.span(),
            Value::List(_, span) => *span,
        }
    }

    fn misshapen(&self, shape: &'static str, mistakes: &mut Mistakes) {
        mistakes.push(Message::OptionShape { shape }.at(self.span()));
    }

    fn nothing(&self, shape: &'static str, mistakes: &mut Mistakes) {
        if !matches!(self.value, Value::None) {
            self.misshapen(shape, mistakes);
        }
    }

    fn path(&self, mistakes: &mut Mistakes) -> Option<syn::Path> {
        match &self.value {
            Value::Path(path) => Some(path.clone()),
            _ => {
                self.misshapen("crate = path::to::datarace", mistakes);
                None
            }
        }
    }

    fn word(&self, shape: &'static str, mistakes: &mut Mistakes) -> Option<syn::LitStr> {
        match &self.value {
            Value::Literal(syn::Lit::Str(word)) => Some(word.clone()),
            _ => {
                self.misshapen(shape, mistakes);
                None
            }
        }
    }

    fn number(&self, shape: &'static str, mistakes: &mut Mistakes) -> Option<syn::LitInt> {
        match &self.value {
            Value::Literal(syn::Lit::Int(number))
                if number.suffix().is_empty() && number.base10_parse::<u64>().is_ok() =>
            {
                Some(number.clone())
            }
            _ => {
                self.misshapen(shape, mistakes);
                None
            }
        }
    }

    fn positive(&self, shape: &'static str, mistakes: &mut Mistakes) -> Option<syn::LitInt> {
        let number = self.number(shape, mistakes)?;
        if matches!(number.base10_parse::<u64>(), Ok(0)) {
            let option = self.name.to_string();
            mistakes.push(Message::Zero { option }.on(&number));
        }
        Some(number)
    }

    /// `"90s"`, `"500ms"`, `"5min"` in milliseconds.
    fn time(&self, mistakes: &mut Mistakes) -> Option<u64> {
        const SHAPE: &str = "time = \"90s\"";
        let word = self.word(SHAPE, mistakes)?;
        let text = word.value();
        let digits = text.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        let unit = match text[digits.len()..].trim() {
            "ms" => Some(1),
            "s" => Some(1_000),
            "min" => Some(60_000),
            _ => None,
        };
        let time = unit.and_then(|unit: u64| unit.checked_mul(digits.parse().ok()?));
        match time {
            None => self.misshapen(SHAPE, mistakes),
            Some(0) => mistakes.push(
                Message::Zero {
                    option: self.name.to_string(),
                }
                .on(&word),
            ),
            Some(_) => {}
        }
        time
    }

    fn memory(&self, mistakes: &mut Mistakes) -> Option<Memory> {
        let word = self.word("memory = \"rust\"", mistakes)?;
        match word.value().as_str() {
            "rust" => Some(Memory::Rust),
            "sequentially_consistent" => Some(Memory::SequentiallyConsistent),
            _ => {
                let message = Message::UnknownValue {
                    option: "memory",
                    allowed: MEMORIES,
                };
                mistakes.push(message.on(&word));
                None
            }
        }
    }

    /// The names in `static_mut(..)`.
    fn names(&self, mistakes: &mut Mistakes) -> Vec<Ident> {
        let shape = "static_mut(NAME, ..)";
        let Value::List(list, _) = &self.value else {
            self.misshapen(shape, mistakes);
            return Vec::new();
        };
        let names = syn::punctuated::Punctuated::<Ident, Token![,]>::parse_terminated;
        match names.parse2(list.clone()) {
            Ok(names) if !names.is_empty() => {
                let names: Vec<Ident> = names.into_iter().collect();
                for (index, name) in names.iter().enumerate() {
                    if names[..index].contains(name) {
                        let twice = name.to_string();
                        mistakes.push(Message::RepeatedOption { name: twice }.on(name));
                    }
                }
                names
            }
            Ok(_) => {
                self.misshapen(shape, mistakes);
                Vec::new()
            }
            Err(error) => {
                mistakes.push(Message::OptionShape { shape }.at(error.span()));
                Vec::new()
            }
        }
    }

    /// The lints in `deny(..)`.
    fn lints(
        &self,
        shape: &'static str,
        allowed: &'static [&'static str],
        mistakes: &mut Mistakes,
    ) -> Vec<Lint> {
        let Value::List(list, _) = &self.value else {
            self.misshapen(shape, mistakes);
            return Vec::new();
        };
        let written = read(list.clone(), allowed, mistakes);
        if written.is_empty() && list.is_empty() {
            self.misshapen(shape, mistakes);
        }
        let lint = |option: &Written| {
            option.nothing("deny(seq_cst)", mistakes);
            Some(Lint {
                kind: LintKind::from_name(&option.name.to_string())?,
                span: option.name.span(),
            })
        };
        written.iter().filter_map(lint).collect()
    }

    /// The lints in `allow(.., reason = "..")`.
    fn reasoned_lints(&self, has_reason: bool, mistakes: &mut Mistakes) -> Vec<Lint> {
        const ALLOW_AND_REASON: &[&str] =
            &["seq_cst", "relaxed_publish", "unpaired", "race", "reason"];
        let shape = "allow(seq_cst, reason = \"..\")";
        let Value::List(list, _) = &self.value else {
            self.misshapen(shape, mistakes);
            return Vec::new();
        };
        debug_assert!(ALLOW_AND_REASON.starts_with(ALLOW));
        let written = read(list.clone(), ALLOW_AND_REASON, mistakes);
        let mut has_reason = has_reason;
        let mut lints = Vec::new();
        for option in &written {
            match LintKind::from_name(&option.name.to_string()) {
                Some(kind) => {
                    option.nothing(shape, mistakes);
                    lints.push(Lint {
                        kind,
                        span: option.name.span(),
                    });
                }
                None => {
                    let reason = option.word("reason = \"..\"", mistakes);
                    has_reason |= reason.is_none_or(|reason| !reason.value().trim().is_empty());
                }
            }
        }
        if list.is_empty() {
            self.misshapen(shape, mistakes);
        }
        if !has_reason {
            for lint in &lints {
                let name = lint.kind.name().to_owned();
                mistakes.push(Message::NoReason { lint: name }.at(lint.span));
            }
        }
        lints
    }
}

/// Everything that is wrong, in the order in which it was found.
#[derive(Default)]
pub(crate) struct Mistakes(Option<syn::Error>);

impl Mistakes {
    /// One more.
    pub(crate) fn push(&mut self, mistake: syn::Error) {
        match &mut self.0 {
            Some(first) => first.combine(mistake),
            None => self.0 = Some(mistake),
        }
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The value, if nothing was wrong.
    pub(crate) fn or<T>(self, value: T) -> syn::Result<T> {
        match self.0 {
            Some(mistakes) => Err(mistakes),
            None => Ok(value),
        }
    }
}

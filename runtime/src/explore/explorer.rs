//! The public face: an exploration and what it found.

use crate::explore::baton::Pinned;
use crate::explore::consistency::{MemoryModel, is_allowed_by_std};
use crate::explore::failure::Shown;
use crate::explore::failure::{Ending, Failure, FailureKind, Standing, Trouble};
use crate::explore::progress::{Progress, estimate};
use crate::explore::runtime::{Bounds, Ended, Stage, State};
use crate::explore::search::Search;
use crate::explore::spin::SPURIOUS_MAX;
use crate::explore::token::{Token, owner};
use crate::explore::trust::Trust;
use crate::explore::walk::{Walk, transcribe};
use crate::explore::watch::Watch;
use crate::explore::{panics, record};
use crate::race::Race;
use crate::report::color::Style;
use crate::report::failure::render;
use crate::report::source::SourceCache;
use crate::session::environment::{Environment, Format};
use crate::session::{self, output, report_file};
use crate::site::Site;
use crate::tracker;
use rustc_hash::FxHashSet;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::process::{ExitCode, Termination};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Runs a body again and again, each time in another way that the memory model allows.
///
/// Real threads run, one at a time. The body must do the same whenever it is run in the same way: no time, no random
/// numbers, no other threads. Statics that annotated code touches are put back before each execution.
///
/// Virtual, so that an exhaustive exploration sees every order: atomics, fences, threads, scopes, `Mutex`, `RwLock`,
/// `Condvar`, `Barrier`, channels made in annotated code, `Once` and `OnceLock`, park and unpark; whether the timeout of a `Condvar` or
/// of a receive fires is explored, and no time passes in a sleep. Not virtual, so an exploration may stop at them, and a wait that
/// never ends is named and ends the process with status 66: a `wait_while` whose condition is no closure in place or leaves by
/// `return`, iterators over a channel other than in a `for` loop, and every wait in code
/// without the attribute. A loop that reads the same values a thousand times over is taken for one that waits.
///
/// ```
/// # #[datarace::check]
/// # fn body() {}
/// let exploration = datarace::Explorer::exhaustive().run(|| body());
/// assert!(exploration.is_complete());
/// exploration.assert_ok();
/// ```
#[derive(Clone, Debug)]
pub struct Explorer {
    strategy: Strategy,
    executions: u64,
    threads: usize,
    events: u64,
    time: Option<Duration>,
    preemptions: Option<u32>,
    memory: MemoryModel,
    /// Which exploration of the process it is.
    owner: u32,
}

#[derive(Clone, Debug)]
enum Strategy {
    Exhaustive,
    Random { seed: u64 },
    Pct { seed: u64, depth: u32 },
    Replay { token: String },
}

/// Executions of a random exploration, if not said otherwise (count).
const RANDOM_EXECUTIONS: u64 = 1_000;

/// Threads of one execution, if not said otherwise (count).
const THREADS: usize = 16;

/// Events of one execution, if not said otherwise (count).
const EVENTS: u64 = 20_000;

/// Executions that an exploration still makes after it has found something (count).
const AFTER_FINDING: u64 = 10_000;

impl Explorer {
    fn new(strategy: Strategy, executions: u64) -> Self {
        Self {
            strategy,
            executions,
            threads: THREADS,
            events: EVENTS,
            time: None,
            preemptions: None,
            memory: MemoryModel::Rust,
            owner: 0,
        }
    }

    /// Every execution of the memory model, each once (TruSt, Kokologiannakis et al., POPL 2022).
    pub fn exhaustive() -> Self {
        Self::new(Strategy::Exhaustive, u64::MAX)
    }

    /// Executions drawn at random, stale reads included; the same for the same seed. 1000 of them if not said otherwise.
    pub fn random(seed: u64) -> Self {
        Self::new(Strategy::Random { seed }, RANDOM_EXECUTIONS)
    }

    /// Executions by the priorities of PCT (Burckhardt et al., ASPLOS 2010): a bug that needs `depth` ordering constraints, in a
    /// program of `n` threads and `k` events, is found by each with probability at least `1 / (n * k^(depth - 1))`.
    pub fn pct(seed: u64, depth: u32) -> Self {
        Self::new(Strategy::Pct { seed, depth }, RANDOM_EXECUTIONS)
    }

    /// The one execution of a token from [`Race::token`] or [`Failure::token`].
    pub fn replay(token: impl AsRef<str>) -> Self {
        let token = String::from(token.as_ref());
        Self::new(Strategy::Replay { token }, 1)
    }

    /// At most so many executions (count; blocked ones included).
    #[must_use]
    pub fn executions(mut self, executions: u64) -> Self {
        self.executions = executions;
        self
    }

    /// At most so many threads in one execution (count; default 16, at most 128).
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// At most so many events in one execution (count; default 20000): a longer one is cut and said to be a livelock.
    #[must_use]
    pub fn events(mut self, events: usize) -> Self {
        self.events = events as u64;
        self
    }

    /// Stops after this time, at the end of an execution.
    #[must_use]
    pub fn time(mut self, time: Duration) -> Self {
        self.time = Some(time);
        self
    }

    /// At most so many preemptions in an execution: turns taken from a thread that could go on (count; default: no bound).
    ///
    /// An exhaustive exploration then goes through schedules, as Musuvathi & Qadeer bound them (PLDI 2007), with all that loads
    /// may read in each: most bugs need one or two preemptions. Each execution counts once, however many schedules make it (one
    /// with more rounds of a loop that waits is another one); [`Exploration::is_complete`] is true if no schedule had to be left
    /// out. Without this bound there are no schedules to go through, which is faster: use it where there are too many executions,
    /// with [`MemoryModel::SequentiallyConsistent`] for the greatest effect, since stale reads need no preemptions.
    #[must_use]
    pub fn preemptions(mut self, preemptions: usize) -> Self {
        self.preemptions = Some(preemptions as u32);
        self
    }

    /// The memory model; Rust's own if not said otherwise.
    #[must_use]
    pub fn memory(mut self, memory: MemoryModel) -> Self {
        self.memory = memory;
        self
    }

    fn search(&self, model: MemoryModel, token: Option<&Token>) -> Box<dyn Search> {
        match (&self.strategy, token) {
            (_, Some(token)) => Box::new(Walk::replay(model, token.script.clone())),
            (Strategy::Random { seed }, _) => {
                Box::new(Walk::random(model, *seed, self.preemptions))
            }
            (Strategy::Pct { seed, depth }, _) => {
                Box::new(Walk::pct(model, *seed, *depth, self.preemptions))
            }
            (Strategy::Exhaustive, _) => match self.preemptions {
                Some(preemptions) => Box::new(Walk::systematic(model, preemptions)),
                None => Box::new(Trust::new(model)),
            },
            (Strategy::Replay { .. }, _) => Box::new(Trust::new(model)),
        }
    }

    /// Explores. Only one exploration runs in a process at a time; another one waits.
    ///
    /// `DATARACE_SEED`, `DATARACE_EXECUTIONS` and `DATARACE_REPLAY` go before what the program says, and what is found is
    /// added to the file that `DATARACE_REPORT` names.
    /// A token of another exploration of the process is not asked for, which is said.
    #[track_caller]
    pub fn run<T>(mut self, body: impl Fn() -> T) -> Exploration {
        let place = Location::caller();
        let name = format!("{}:{}:{}", place.file(), place.line(), place.column());
        if let Some(refusal) = self.ask(Environment::get(), &name) {
            output::note_aloud(&format!(
                "the exploration at {name} is not replayed: {refusal}"
            ));
        }
        let found = self.explore(&mut || {
            drop(body());
            Ok(())
        });
        found.write_report(Environment::get());
        found
    }

    /// The body of a test; called by generated code only.
    #[doc(hidden)]
    pub fn __test<R: Termination>(
        mut self,
        path: &'static str,
        should_panic: bool,
        body: impl Fn() -> R,
    ) {
        let test = session::in_crate(path);
        if let Some(refusal) = self.ask(Environment::get(), path) {
            return output::note_aloud(&format!("test `{test}` was not run: {refusal}"));
        }
        let exhaustive = matches!(self.strategy, Strategy::Exhaustive);
        let found = self.explore(&mut || match body().report() == ExitCode::SUCCESS {
            true => Ok(()),
            false => Err(String::from("the body returned a failure")),
        });
        found.write_report(Environment::get());
        found.say_what_is_left(test, exhaustive);
        match should_panic {
            true => found.expect_panic(),
            false => found.assert_ok(),
        }
    }

    /// What the environment asks for goes before what the program says, but for a token that the program names. `name` is that
    /// of the exploration; the answer is why it does not make the execution of the token.
    fn ask(&mut self, environment: &Environment, name: &str) -> Option<&'static str> {
        self.owner = owner(name);
        if matches!(self.strategy, Strategy::Replay { .. }) {
            return None;
        }
        if let (Strategy::Random { seed } | Strategy::Pct { seed, .. }, Some(asked)) =
            (&mut self.strategy, environment.seed)
        {
            *seed = asked;
        }
        if let Some(executions) = environment.executions {
            self.executions = executions;
        }
        let token = environment.replay.as_ref()?;
        if Token::decode(token).is_ok_and(|token| token.owner != self.owner) {
            return Some("the replay token belongs to another exploration");
        }
        self.strategy = Strategy::Replay {
            token: token.clone(),
        };
        None
    }

    /// As `run`, for bodies that may fail without a panic.
    fn explore(self, body: &mut dyn FnMut() -> Result<(), String>) -> Exploration {
        let token = match &self.strategy {
            Strategy::Replay { token } => match Token::decode(token) {
                Ok(token) => Some(token),
                Err(reason) => return Exploration::refused(reason.message()),
            },
            _ => None,
        };
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        tracker::untracked(|| {
            let _pinned = Pinned::here();
            let run = Run::new(&self, token);
            let _watch = Watch::over(&run.stage);
            run.all(body)
        })
    }
}

/// Explorations exclude each other: statics are put back, so two cannot share them.
static ALONE: Mutex<()> = Mutex::new(());

/// A running exploration.
struct Run<'a> {
    explorer: &'a Explorer,
    model: MemoryModel,
    token: Option<Token>,
    stage: Arc<Stage>,
    found: Exploration,
    began: Instant,
    found_at: Option<u64>,
    /// What was found before the exploration began again.
    found_before: (Vec<Race>, Vec<Failure>),
    progress: Progress,
    /// The executions that were seen, where different schedules make the same one.
    known: FxHashSet<u128>,
}

/// Whether to go on.
enum Next {
    Execution,
    Again,
    Stop,
}

impl<'a> Run<'a> {
    fn new(explorer: &'a Explorer, token: Option<Token>) -> Self {
        let model = token.as_ref().map_or(explorer.memory, |token| token.model);
        let bounds = Bounds {
            threads: explorer.threads,
            events: explorer.events,
        };
        let state = State::new(explorer.search(model, token.as_ref()), bounds);
        panics::watch();
        Self {
            explorer,
            model,
            token,
            stage: Arc::new(Stage::new(state)),
            found: Exploration::default(),
            began: Instant::now(),
            found_at: None,
            found_before: Default::default(),
            progress: Progress::new(),
            known: FxHashSet::default(),
        }
    }

    fn all(mut self, body: &mut dyn FnMut() -> Result<(), String>) -> Exploration {
        loop {
            self.one(body);
            match self.next() {
                Next::Execution => {}
                Next::Again => self.start_again(),
                Next::Stop => break,
            }
        }
        self.stage.with(|state| state.statics.restore());
        // What was found before the exploration began again is found again, unless a bound comes first.
        let (races, failures) = std::mem::take(&mut self.found_before);
        for race in races {
            if !self.found.races.iter().any(|known| is_same(known, &race)) {
                self.found.races.push(race);
            }
        }
        failures.into_iter().for_each(|failure| self.fail(failure));
        self.found
    }

    /// One execution.
    fn one(&mut self, body: &mut dyn FnMut() -> Result<(), String>) {
        panics::clear();
        self.stage.begin();
        let engine: Arc<Stage> = Arc::clone(&self.stage);
        let result = catch_unwind(AssertUnwindSafe(|| {
            tracker::with_engine(engine, || tracker::outside(&mut *body))
        }));
        let (panicked, returned) = match &result {
            Ok(Ok(())) => (None, None),
            Ok(Err(message)) => (None, Some(message.clone())),
            Err(payload) if payload.is::<Ended>() => (None, None),
            Err(payload) => (Some(text(payload.as_ref())), None),
        };
        let frame = (&raw const result).addr();
        self.stage.leave_main(panicked.is_some(), frame);
        self.collect(panicked.or(returned));
        self.stage.with(State::free);
    }

    /// Takes over what the execution showed.
    fn collect(&mut self, panicked: Option<String>) {
        let stage = Arc::clone(&self.stage);
        stage.with(|state| {
            if state.spins.learned {
                return;
            }
            if state.foreign_threads {
                self.found.bounded = true;
                self.found.note(FOREIGN);
            }
            if let Some(site) = state.left_out.take() {
                self.found.bounded = true;
                self.found.note(&format!(
                    "executions in which the exchange at {site} fails spuriously more than {SPURIOUS_MAX} times in a row were left out"
                ));
            }
            if let Some(site) = state.left_out_polls.take() {
                self.found.bounded = true;
                self.found.note(&format!(
                    "executions in which a loop goes on to take a lock in vain, as who does not wait for it could see, were left out; the loop is at {site}"
                ));
            }
            if let Some(site) = state.unseen_write.take() {
                self.found.bounded = true;
                self.found.note(&format!(
                    "the atomic of `{}` at {site} was changed without an event, by code that is not annotated: its orders were not explored", site.text
                ));
            }
            if let Some(site) = state.unseen_wait.take() {
                self.found.bounded = true;
                self.found.note(&format!(
                    "a loop after `{}` at {site} waits for something that is not annotated, and only in one order", site.text
                ));
            }
            if std::mem::take(&mut state.tries_for_nothing) {
                self.found.bounded = true;
                let what = "executions in which a loop tries to receive more often were left out, and nobody sends";
                self.found.note(&sentence(what, &record::waiting(state)));
            }
            if let Some(site) = state.dropped_at_once.take() {
                self.found.bounded = true;
                self.found.note(&format!(
                    "what others do between the drops of two ends of channels, one right after the other, was left out; they come after {}",
                    place(site)
                ));
            }
            if state.impossible {
                self.found.blocked += 1;
                return;
            }
            let graph = state.search.graph();
            self.found.seen |= state.threads.iter().any(|thread| thread.site.is_some())
                || graph.ids().any(|event| graph.event(event).site.is_some());
            if state.search.may_repeat()
                && !self.known.insert(record::identity(state.search.graph()))
            {
                return;
            }
            match state.ending {
                Some(Ending::Complete) => self.found.executions += 1,
                _ if state.cut => self.found.executions += 1,
                _ => self.found.blocked += 1,
            }
            let troubles = std::mem::take(&mut state.trouble);
            let failed = failed_thread(state, panicked);
            if troubles.is_empty() && failed.is_none() {
                return;
            }
            let sc = self.model == MemoryModel::SequentiallyConsistent;
            if !sc && !is_allowed_by_std(state.search.graph()) {
                return;
            }
            let token = self.token_of(state);
            for trouble in &troubles {
                self.take(state, trouble, &token);
            }
            if let Some(failure) = failed {
                self.fail(Failure {
                    token: Some(token),
                    steps: record::steps(state),
                    ..failure
                });
            }
        });
        if self.found_at.is_none()
            && !(self.found.races.is_empty() && self.found.failures.is_empty())
        {
            self.found_at = Some(self.total());
        }
    }

    fn take(&mut self, state: &State, trouble: &Trouble, token: &str) {
        let failure = |kind, message, standing| Failure {
            kind,
            message,
            token: Some(String::from(token)),
            standing,
            steps: record::steps(state),
        };
        match trouble {
            Trouble::Race {
                earlier,
                later,
                bytes,
                at,
            } => self.add_race(Race {
                token: Some(String::from(token)),
                ..record::race(state, earlier, later, *bytes, *at)
            }),
            Trouble::Nondeterminism {
                thread,
                before,
                now,
            } => {
                self.found.bounded = true;
                let message = format!(
                    "the body did something else when it was run again: {} did {} before, and {} now",
                    state.threads[*thread as usize].description,
                    place(*before),
                    place(*now),
                );
                self.fail(failure(FailureKind::Nondeterminism, message, Vec::new()));
            }
            Trouble::TooManyEvents { site } => {
                self.found.bounded = true;
                let message = format!(
                    "an execution did not end within {} events; it is at {}",
                    self.explorer.events,
                    place(*site)
                );
                let standing = record::waiting(state);
                self.fail(failure(FailureKind::Livelock, message, standing));
            }
            Trouble::Unfair { site } => {
                self.found.bounded = true;
                self.found.note(&format!(
                    "an execution did not end within {} events (`events`), in which a thread goes on alone at {}",
                    self.explorer.events,
                    place(*site)
                ));
            }
            Trouble::TooManyThreads { site } => {
                self.found.bounded = true;
                self.found.note(&format!(
                    "an execution needs more than {} threads at {site} (`threads`)",
                    self.explorer.threads
                ));
            }
            Trouble::Deadlock => {
                let standing = record::waiting(state);
                let spins = standing.iter().any(|one| one.what.contains("loop"));
                let (kind, what) = match spins {
                    true => (FailureKind::Livelock, "nobody writes what a loop waits for"),
                    false => (FailureKind::Deadlock, "nobody can go on"),
                };
                self.fail(failure(kind, sentence(what, &standing), standing));
            }
            Trouble::Unannotated => {
                self.found.bounded = true;
                let standing = record::waiting(state);
                let message = sentence("a thread waits in code that is not annotated", &standing);
                self.fail(failure(FailureKind::Unannotated, message, standing));
            }
        }
    }

    fn add_race(&mut self, race: Race) {
        let mut known = self.found.races.iter_mut();
        match known.find(|known| is_same(known, &race)) {
            Some(known) => known.count += 1,
            None => self.found.races.push(race),
        }
    }

    /// Of equal failures the shortest is kept.
    fn fail(&mut self, failure: Failure) {
        let same =
            |other: &&mut Failure| other.kind == failure.kind && other.message == failure.message;
        let full = FAILURES_MAX <= self.found.failures.len();
        match self.found.failures.iter_mut().find(same) {
            Some(known) if failure.steps.len() < known.steps.len() => *known = failure,
            Some(_) => {}
            None if full => {}
            None => self.found.failures.push(failure),
        }
    }

    fn token_of(&self, state: &State) -> String {
        let graph = state.search.graph();
        Token {
            fingerprint: record::fingerprint(state),
            owner: self.explorer.owner,
            model: self.model,
            script: transcribe(self.model, graph, &state.trace, &state.turns),
        }
        .encode()
    }

    fn total(&self) -> u64 {
        self.found.executions + self.found.blocked
    }

    fn next(&mut self) -> Next {
        let stage = Arc::clone(&self.stage);
        let learned = stage.with(|state| {
            let learned = std::mem::take(&mut state.spins.learned);
            learned.then_some(state.spins.learned_at.take())
        });
        match learned {
            Some(Some(stamp)) if stage.with(|state| state.search.again(stamp)) => {
                return Next::Execution;
            }
            Some(_) if matches!(self.explorer.strategy, Strategy::Exhaustive) => {
                return match self.bound() {
                    // An execution was given up, and there is no time to begin again.
                    Some(bound) => {
                        self.found.note(&bound);
                        Next::Stop
                    }
                    None => Next::Again,
                };
            }
            _ => {}
        }
        let hopeless = self.found.failures.iter().any(|failure| {
            matches!(
                failure.kind,
                FailureKind::Nondeterminism | FailureKind::Unannotated
            )
        });
        if self.token.is_some() {
            self.judge_replay();
            return Next::Stop;
        }
        if hopeless {
            return Next::Stop;
        }
        let (goes_on, left_out, done) = stage.with(|state| {
            let goes_on = state.search.next();
            (goes_on, state.search.has_left_out(), state.search.done())
        });
        if let (true, Some(preemptions)) = (left_out, self.explorer.preemptions) {
            self.found.bounded = true;
            self.found.note(&format!(
                "executions that need more than {preemptions} preemptions were left out (`preemptions`)"
            ));
        }
        self.found.estimate = estimate(self.found.executions, done);
        if !goes_on {
            self.found.complete = !self.found.bounded;
            return Next::Stop;
        }
        self.progress.show(self.total(), done);
        match self.bound() {
            Some(bound) => {
                self.found.note(&bound);
                Next::Stop
            }
            None => Next::Execution,
        }
    }

    /// The bound that is reached, in words.
    fn bound(&self) -> Option<String> {
        let Explorer {
            executions, time, ..
        } = self.explorer;
        let total = self.total();
        if *executions <= total {
            return Some(format!(
                "stopped after {executions} executions (`executions`)"
            ));
        }
        if let Some(time) = time.filter(|time| *time <= self.began.elapsed()) {
            return Some(format!("stopped after {time:?} (`time`)"));
        }
        let found = self.found_at?;
        (found + AFTER_FINDING <= total)
            .then(|| format!("stopped {AFTER_FINDING} executions after the first that went wrong"))
    }

    /// What is known of loops now was not known before: everything from the start.
    fn start_again(&mut self) {
        let began = (self.explorer, self.model);
        self.stage
            .with(|state| state.search = began.0.search(began.1, None));
        let found = std::mem::take(&mut self.found);
        self.found_before.0.extend(found.races);
        self.found_before.1.extend(found.failures);
        self.found_at = None;
        self.known.clear();
    }

    fn judge_replay(&mut self) {
        let expected = self.token.as_ref().map(|token| token.fingerprint);
        let stage = Arc::clone(&self.stage);
        let now = stage.with(|state| record::fingerprint(state));
        if expected != Some(now) {
            let refused = Exploration::refused(
                "the program is not the one that the replay token was made for: it did something else",
            );
            self.found.failures.extend(refused.failures);
        }
    }
}

/// Whether two races are reported as one: the same places, accessed in the same way.
fn is_same(one: &Race, other: &Race) -> bool {
    let places = |race: &Race| {
        let (earlier, later) = (&race.earlier, &race.later);
        (earlier.site, earlier.kind, later.site, later.kind)
    };
    places(one) == places(other)
}

/// Said where the exploration does not see everything.
const FOREIGN: &str =
    "a thread was made by code that is not annotated, and what it does was not explored";

/// Failures that an exploration keeps (count).
const FAILURES_MAX: usize = 16;

fn sentence(what: &str, standing: &[Standing]) -> String {
    let list: Vec<String> = standing
        .iter()
        .map(|one| match one.site {
            Some(_) => format!("{} {} ({})", one.thread, one.what, place(one.site)),
            None => format!("{} {}", one.thread, one.what),
        })
        .collect();
    match list.is_empty() {
        true => String::from(what),
        false => format!("{what}: {}", list.join(", ")),
    }
}

fn place(site: Option<&'static Site>) -> String {
    match site {
        Some(site) => format!("`{}` at {site}", site.text),
        None => String::from("nothing in annotated code"),
    }
}

fn text(payload: &(dyn std::any::Any + Send)) -> String {
    match (
        payload.downcast_ref::<&str>(),
        payload.downcast_ref::<String>(),
    ) {
        (Some(text), _) => String::from(*text),
        (_, Some(text)) => text.clone(),
        _ => String::from("a value of another type"),
    }
}

/// The panic of the body, or else of a thread that nobody joined.
fn failed_thread(state: &State, panicked: Option<String>) -> Option<Failure> {
    let unseen = (0..).zip(&state.threads).find(|(number, thread)| {
        *number != 0 && thread.panicked && !thread.joined && !thread.unwound
    });
    let (thread, message) = match (panicked, unseen) {
        (Some(message), _) => (0, message),
        (None, Some((number, _))) => (number, String::from("a thread panicked")),
        (None, None) => return None,
    };
    let (thread, message) = panics::origin(thread).unwrap_or((thread, message));
    Some(Failure {
        kind: FailureKind::Panic,
        message: format!(
            "{} panicked: {message}",
            state.threads[thread as usize].description
        ),
        token: None,
        standing: Vec::new(),
        steps: Vec::new(),
    })
}

/// What an exploration found.
#[derive(Clone, Debug, Default)]
pub struct Exploration {
    races: Vec<Race>,
    failures: Vec<Failure>,
    executions: u64,
    blocked: u64,
    complete: bool,
    bounded: bool,
    /// Whether any event was seen.
    seen: bool,
    /// How many executions there may be.
    estimate: Option<u64>,
    /// What was not seen, and why.
    notes: Vec<String>,
}

impl Exploration {
    fn refused(reason: &str) -> Self {
        Self {
            failures: vec![Failure {
                kind: FailureKind::Replay,
                message: String::from(reason),
                token: None,
                standing: Vec::new(),
                steps: Vec::new(),
            }],
            ..Self::default()
        }
    }

    /// Notes what was not seen, once.
    fn note(&mut self, note: &str) {
        if !self.notes.iter().any(|known| known == note) {
            self.notes.push(String::from(note));
        }
    }

    /// The races, each pair of places once, with a token to see it again.
    pub fn races(&self) -> &[Race] {
        &self.races
    }

    /// What went wrong besides races; of equal failures the shortest execution that was seen.
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }

    /// How many executions came to their end, or to a race. For a complete exhaustive exploration: the number of executions that
    /// the memory model allows.
    pub fn executions(&self) -> u64 {
        self.executions
    }

    /// How many executions were given up because a thread waited for something that does not come in them.
    pub fn blocked(&self) -> u64 {
        self.blocked
    }

    /// How many executions an exhaustive exploration would have had in all, as far as could be told when it ended; `None` for
    /// random ones.
    ///
    /// Knuth's estimate (1975) on the way: exact for a complete exploration, and the better the more of it was done.
    pub fn estimated_executions(&self) -> Option<u64> {
        self.estimate
    }

    /// Whether every execution of the memory model was seen: the exploration was exhaustive, and no bound was reached.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Panics with the whole report if there is a race or a failure.
    ///
    /// # Panics
    /// If [`races`](Self::races) or [`failures`](Self::failures) is not empty.
    #[track_caller]
    pub fn assert_ok(&self) {
        if !self.is_ok() {
            self.print_for_tools();
        }
        assert!(self.is_ok(), "{self}");
    }

    /// In the formats of `DATARACE_FORMAT` that tools read; people read the message of the panic.
    fn print_for_tools(&self) {
        if Environment::get().format != Format::Text {
            self.races.iter().for_each(output::print);
        }
        for failure in &self.failures {
            output::print_failure(&failure.shown().report());
        }
    }

    /// Of a test that passes: a bound that was reached, and that nothing was seen, is said past what the harness keeps.
    fn say_what_is_left(&self, test: &str, exhaustive: bool) {
        if !self.is_ok() {
            return;
        }
        if !self.seen {
            output::note_aloud(&format!("test `{test}`: {}", session::NO_EVENT));
        } else if self.bounded || (exhaustive && !self.complete) {
            output::note_aloud(&format!("test `{test}`: {self}"));
        }
    }

    fn is_ok(&self) -> bool {
        self.races.is_empty() && self.failures.is_empty()
    }

    /// The end of a test that should panic: it does so if all that was found are panics, and with their first message.
    fn expect_panic(&self) {
        let panics = |failure: &Failure| failure.kind() == FailureKind::Panic;
        match self.races.is_empty() && self.failures.iter().all(panics) {
            true => self.assert_ok(),
            // It returns, so the test fails.
            false => eprintln!("{self}"),
        }
    }

    fn write_report(&self, environment: &Environment) {
        let Some(path) = &environment.report else {
            return;
        };
        let mut sources = SourceCache::default();
        let result = report_file::add(path, &self.races, &mut sources).and_then(|()| {
            let shown: Vec<_> = self.failures.iter().map(Failure::shown).collect();
            let reports: Vec<_> = shown.iter().map(Shown::report).collect();
            report_file::add_failures(path, &reports, &mut sources)
        });
        if let Err(error) = result {
            eprintln!("datarace: {error}");
        }
    }
}

impl std::fmt::Display for Exploration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut sources = SourceCache::default();
        for race in &self.races {
            writeln!(f, "{race}\n")?;
        }
        for failure in &self.failures {
            let shown = failure.shown();
            let text = render(&shown.report(), &mut sources, Style::Plain);
            writeln!(f, "{text}\n")?;
        }
        write!(
            f,
            "{} {}, {}{}",
            self.executions,
            match self.executions {
                1 => "execution",
                _ => "executions",
            },
            match self.complete {
                true => "all of them",
                false => "not all of them",
            },
            match self.blocked {
                0 => String::new(),
                blocked => format!(", {blocked} more blocked"),
            }
        )?;
        if let Some(estimate) = self.estimate.filter(|_| !self.complete) {
            write!(f, ", about {estimate} in all")?;
        }
        self.notes.iter().try_for_each(|note| write!(f, "; {note}"))
    }
}

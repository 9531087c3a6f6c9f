# The one door: `just` lists what there is. Each recipe is one command that also works without just.

# list the recipes
default:
    @just --list

# everything that CI checks
check:
    bash .ci/run

# the main job: three programs, right and wrong, and a report
tour:
    cargo run --example tour

# all tests
test:
    cargo test --workspace

# rewrite expected outputs (reports, expansions, compiler messages); read the difference before you commit it
bless:
    UPDATE_EXPECT=1 TRYBUILD=overwrite cargo test --workspace

# the rules against the oracle on millions of random programs (default 2,000,000 cases; about an hour)
rules cases="2000000":
    DATARACE_TEST_CASES={{cases}} cargo test --release -p datarace-tests --test rules --test explain

# the rules against the oracle on every program of two threads with two operations, nothing left out
exhaustive:
    DATARACE_TEST_FULL=1 cargo test --release -p datarace-tests --test rules all_programs -- --nocapture

# the explorer against brute force on many random programs (default 2,000; about ten minutes)
litmus cases="2000":
    DATARACE_TEST_CASES={{cases}} cargo test --release -p datarace-tests --test litmus_corpus --test explorer_oracle

# thousands of generated functions, with and without the attribute (default 3,000; other seeds find other things)
differential cases="3000" seed="1":
    DATARACE_TEST_CASES={{cases}} DATARACE_TEST_SEED={{seed}} cargo test -p datarace-tests --test differential

# the costs per event and of whole programs, beside the peers that are installed
bench:
    bash tests/bench.sh

# right and wrong programs, explored in every way: what is found, executions, seconds
explored:
    cargo run --release -p datarace-tests --example explore_programs

# the same programs beside loom and shuttle
peers *names:
    bash tests/peers.sh {{names}}

# instructions per event against the file in tests/bench
instructions:
    bash tests/instructions.sh

# that file anew; read the difference before you commit it
bless-instructions:
    bash tests/instructions.sh --bless

# real crates from the registry with the attribute on every function, running their own tests
crates *names:
    bash tests/crates/run.sh {{names}}

# the same crates with one ordering weakened at a time
weaken *names:
    bash tests/crates/weaken.sh {{names}}

# each pair of twins 200 times, with both cores busy
twins runs="200":
    TWIN_RUNS={{runs}} cargo test -p datarace-tests --test twins

# a mixed program with thread churn for an hour (default, in seconds)
soak seconds="3600":
    cargo run --release -p datarace-tests --example soak -- {{seconds}}

//! A race that happened is reported, every time: a hundred runs of three programs, which count for themselves in how many
//! runs both accesses happened. `tests/detect.sh` runs the same source as processes, under ThreadSanitizer too.

#[path = "../bench/src/detection.rs"]
mod detection;

use datarace::observe;

#[test]
fn a_race_that_happened_is_reported_every_time() {
    for (name, program) in detection::PROGRAMS {
        let (mut happened, mut reported) = (0, 0);
        for _ in 0..100 {
            let observation = observe(program);
            let both = *observation.value();
            happened += u32::from(both);
            reported += u32::from(both && !observation.races().is_empty());
        }
        assert_eq!((name, reported), (name, happened));
        assert_eq!((name, happened), (name, 100));
    }
}

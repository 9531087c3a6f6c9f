use expect_test::{Expect, expect};

use super::fixture::{File, access, main_thread, race, sources, thread};
use super::programs::*;
use crate::event::AccessKind;
use crate::race::Explanation;
use crate::report::color::Style;
use crate::report::file::{FileFormat, append};
use crate::report::source::SourceCache;
use crate::report::text::render;
use crate::site::{Site, Span};

fn check(case: Case, expected: Expect) {
    let mut sources = sources(&case.files.iter().collect::<Vec<_>>());
    let mut text = render(&case.race, &mut sources, Style::Plain);
    text.push('\n');
    expected.assert_eq(&text);
}

#[test]
fn lock_whose_store_is_relaxed() {
    check(
        lock_with_relaxed_store(),
        expect![[r#"
            error[race]: data race on `DATA` (24 bytes): two unordered writes
              --> src/lock.rs:9:18
               |
             7 |     if LOCKED.compare_exchange(false, true, Acquire, Relaxed).is_ok() {
               |                                             ------- .. that this `compare_exchange` in thread 7 could receive
             8 |         // Safety: We hold the exclusive lock, so nothing else is accessing DATA.
             9 |         unsafe { DATA.push('!') };
               |                  ^^^^ earlier write by thread 3; later write by thread 7
            10 |         LOCKED.store(false, Relaxed);
               |                             ------- this store in thread 3 publishes nothing ..
               |
               = note: thread 7 read the value of `LOCKED` that thread 3 had written, but that does not order the accesses
               = note: the store is not `Release`: what its thread did before it is not published with the value
               = note: thread 3 and thread 7 were spawned by the main thread at src/lock.rs:17:13
               = help: store with `Release`: verified, the race is gone and no other appears
        "#]],
    );
}

#[test]
fn lock_whose_orderings_are_both_relaxed() {
    check(
        lock_with_both_relaxed(),
        expect![[r#"
            error[race]: data race on `DATA` (24 bytes): two unordered writes
             --> src/lock.rs:3:18
              |
            2 |     if LOCKED.compare_exchange(false, true, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
              |                                             ----------------- .. and this `compare_exchange` in thread `b` receives nothing
            3 |         unsafe { DATA.push('!') };
              |                  ^^^^ earlier write by thread `a`; later write by thread `b`
            4 |         LOCKED.store(false, Ordering::Relaxed);
              |                             ----------------- this store in thread `a` publishes nothing ..
              |
              = note: thread `b` read the value of `LOCKED` that thread `a` had written, but that does not order the accesses
              = note: the store is not `Release`: what its thread did before it is not published with the value
              = note: the `compare_exchange` is not `Acquire`: it sees the value, but receives nothing of what was published with it
              = note: thread `a` was spawned by the main thread at src/lock.rs:8:37
              = note: thread `b` was spawned by the main thread at src/lock.rs:9:37
              = note: seen 12 times
              = note: replay with DATARACE_REPLAY=r1.Zm9vYmFy
              = help: store with `Release` at src/lock.rs:4:39 and give `compare_exchange` the success ordering `Acquire` at src/lock.rs:2:55: verified, the race is gone and no other appears
        "#]],
    );
}

#[test]
fn lazy_initialization_whose_load_is_relaxed() {
    check(
        lazy_with_relaxed_load(),
        expect![[r#"
            error[race]: data race between `Box::into_raw(..)` and `*p` (400 bytes): unordered write and shared reference
              --> src/lazy.rs:4:13
               |
             2 |     let mut p = PTR.load(Relaxed);
               |                          ------- .. but this load in thread 1 does not receive it
             3 |     if p.is_null() {
             4 |         p = Box::into_raw(Box::new(generate_data()));
               |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ earlier write by the main thread
             5 |         if let Err(e) = PTR.compare_exchange(std::ptr::null_mut(), p, Release, Acquire) {
               |                                                                       ------- this `compare_exchange` in the main thread publishes the access ..
            ...
            12 |     unsafe { &*p }
               |              ^^^ later shared reference by thread 1
               |
               = note: thread 1 read the value of `PTR` that the main thread had written, but that does not order the accesses
               = note: the load is not `Acquire`: it sees the value, but receives nothing of what was published with it
               = note: `Box::into_raw` hands the allocation over: it counts as a write of all its bytes
               = note: a shared reference promises that nobody writes as long as it lives: it counts as a read of all its bytes
               = note: thread 1 was spawned by the main thread at src/lazy.rs:15:13
               = help: load with `Acquire`: verified, the race is gone and no other appears
        "#]],
    );
}

#[test]
fn lazy_initialization_whose_failure_is_relaxed() {
    check(
        lazy_with_relaxed_failure(),
        expect![[r#"
            error[race]: data race on `*p` (400 bytes): unordered write and shared reference
              --> src/lazy.rs:4:13
               |
             4 |         p = Box::into_raw(Box::new(generate_data()));
               |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ earlier write by the main thread
             5 |         if let Err(e) = PTR.compare_exchange(null_mut(), p, Release, Relaxed) {
               |                                                             -------  ------- .. but this failed `compare_exchange` in thread 1 does not receive it
               |                                                             |
               |                                                             this `compare_exchange` in the main thread publishes the access ..
            ...
            10 |     unsafe { &*p }
               |              ^^^ later shared reference by thread 1
               |
               = note: thread 1 read the value of `PTR` that the main thread had written, but that does not order the accesses
               = note: the failed `compare_exchange` is not `Acquire`: it sees the value, but receives nothing of what was published with it
               = note: `Box::into_raw` hands the allocation over: it counts as a write of all its bytes
               = note: a shared reference promises that nobody writes as long as it lives: it counts as a read of all its bytes
               = note: thread 1 was spawned by the main thread at src/lazy.rs:13:13
               = help: give `compare_exchange` the failure ordering `Acquire`: verified, the race is gone and no other appears
        "#]],
    );
}

#[test]
fn store_buffering_names_all_four_orderings() {
    check(
        store_buffering(),
        expect![[r#"
            error[race]: data race on `S` (24 bytes): two unordered writes
              --> src/main.rs:9:22
               |
             7 |         A.store(true, Release);
               |                       ------- this store in thread 1 is not `SeqCst` ..
             8 |         if !B.load(Acquire) {
               |                    ------- .. this load in thread 1 is not `SeqCst` ..
             9 |             unsafe { S.push('!') };
               |                      ^ earlier write by thread 1
            ...
            13 |         B.store(true, Release);
               |                       ------- .. this store in thread 2 is not `SeqCst` ..
            14 |         if !A.load(Acquire) {
               |                    ------- .. this load in thread 2 is not `SeqCst`
            15 |             unsafe { S.push('?') };
               |                      ^ later write by thread 2
               |
               = note: unless all of these operations are `SeqCst`, a thread's store and its later load of another atomic may change places, and each thread can miss the other's store
               = note: thread 1 was spawned by the main thread at src/main.rs:6:13
               = note: thread 2 was spawned by the main thread at src/main.rs:12:13
               = note: replay with DATARACE_REPLAY=e1.4.0.2
               = help: use `SeqCst` at src/main.rs:7:23, src/main.rs:8:20, src/main.rs:13:23 and src/main.rs:14:20: verified, the race is gone and no other appears
        "#]],
    );
}

#[test]
fn two_files_are_two_snippets() {
    check(
        sequence_cut_in_two_files(),
        expect![[r#"
            error[race]: data race on `*slot.value.get()` (8 bytes): unordered write and read
             --> src/writer.rs:2:14
              |
            2 |     unsafe { *slot.value.get() = 1 };
              |              ^^^^^^^^^^^^^^^^^ earlier write by thread `writer`
            3 |     slot.ready.store(1, Release);
              |                         ------- this store in thread `writer` publishes the access ..
            4 |     slot.ready.store(2, Relaxed);
              |                         ------- .. this store in thread `writer` ends the release sequence ..
              |
             ::: src/reader.rs:2:27
              |
            2 |     while slot.ready.load(Acquire) != 2 {}
              |                           ------- .. that this load in thread `reader` could receive
            3 |     unsafe { *slot.value.get() }
              |              ^^^^^^^^^^^^^^^^^ later read by thread `reader`
              |
              = note: thread `reader` read the value of `slot.ready` that thread `writer` had written, but that does not order the accesses
              = note: the store replaced a published value: it ends the release sequence, and whoever reads its value receives nothing of what was published before
              = note: thread `writer` and thread `reader` were spawned by the main thread at src/writer.rs:1:1
              = help: store with `Release`: verified, the race is gone and no other appears
        "#]],
    );
}

#[test]
fn no_path_means_no_ordering_can_help() {
    check(
        no_ordering_can_help(),
        expect![[r#"
            error[race]: data race on `COUNTER` (8 bytes): unordered write and read
             --> src/main.rs:3:39
              |
            3 |     let t = thread::spawn(|| unsafe { COUNTER += 1 });
              |                                       ^^^^^^^ later read by thread 1
            4 |     unsafe { COUNTER += 1 };
              |              ^^^^^^^ earlier write by the main thread
              |
              = note: nothing connects the two threads between the accesses: no atomic, lock, join or channel
              = note: thread 1 was spawned by the main thread at src/main.rs:3:13
              = help: no ordering can help: a lock, a join or a channel between the two accesses is missing
        "#]],
    );
}

#[test]
fn unproven_names_the_code_without_annotation() {
    check(
        unproven(),
        expect![[r#"
            warning[unproven]: possible data race on `*p.0` (4 bytes): two unordered writes
             --> src/pool.rs:2:14
              |
            2 |     unsafe { *p.0 += 1 };
              |              ^^^^ earlier write by thread `pool` (4); later write by thread `pool` (5)
              |
              = note: between the accesses `rayon::yield_now()` at src/pool.rs:3:5 ran, which may have ordered them unseen
              = note: thread `pool` (4) was spawned by code without annotation
              = note: thread `pool` (5) was spawned by code without annotation
              = help: annotate that code with `#[datarace::check]`, and the answer becomes exact
        "#]],
    );
}

#[test]
fn columns_count_characters() {
    check(
        fence_misplaced(),
        expect![[r#"
            error[race]: data race on `*größe` (16 bytes): unordered write and read
             --> src/fence.rs:3:14
              |
            2 |     fence(Release);
              |           ------- this fence in thread 1 stands on the wrong side ..
            3 |     unsafe { *größe = Some("日本語") }; READY.store(true, Relaxed);
              |              ^^^^^^ earlier write by thread 1             ------- .. this store in thread 1 publishes nothing ..
            ...
            6 |     if READY.load(Relaxed) {
              |                   ------- .. this load in thread 2 reads the value ..
            7 |         fence(Acquire);
              |               ------- .. that this fence in thread 2 could receive
            8 |         let text = unsafe { *größe };
              |                             ^^^^^^ later read by thread 2
              |
              = note: thread 2 read the value of `READY` that thread 1 had written, but that does not order the accesses
              = note: a release fence publishes what stands before it, with the stores that stand behind it: it belongs between the access and the store
              = note: the store is not `Release`: what its thread did before it is not published with the value
              = note: thread 1 and thread 2 were spawned by the main thread at src/fence.rs:1:1
              = help: store with `Release`: verified, the race is gone and no other appears; or move the fence
        "#]],
    );
}

#[test]
fn long_lines_are_cut_around_the_place() {
    check(
        long_line(),
        expect![[r#"
            error[race]: data race on `COUNTER` (8 bytes): two unordered writes
             --> src/long.rs:1:391
              |
            1 | ...1, 1, 1, 1, 1, 1, 1, 1, ]; unsafe { COUNTER += x[0] }; g(); g(); g(); g(); g(); g(); g(); g(); g(); g(); g(); g(); g(); g(); g(); ...
              |                                        ^^^^^^^ earlier write by thread 1; later write by thread 2
              |
              = note: nothing connects the two threads between the accesses: no atomic, lock, join or channel
              = note: thread 1 and thread 2 were spawned by the main thread at src/long.rs:1:410
              = help: no ordering can help: a lock, a join or a channel between the two accesses is missing
        "#]],
    );
}

#[test]
fn the_way_to_an_access_is_shown() {
    check(
        with_a_stack(),
        expect![[r#"
        error[race]: data race on `(*list.head).value` (8 bytes): two unordered writes
         --> src/list.rs:5:14
          |
        5 |     unsafe { (*list.head).value = value };
          |              ^^^^^^^^^^^^^^^^^^ earlier write by thread 1; later write by thread 2
          |
          = note: nothing connects the two threads between the accesses: no atomic, lock, join or channel
          = note: thread 1 and thread 2 were spawned by the main thread at src/list.rs:1:4
          = note: the later write was reached through
                  `push(list, 1)` at src/list.rs:2:5
                  `outer` at src/list.rs:1:4
          = help: no ordering can help: a lock, a join or a channel between the two accesses is missing
    "#]],
    );
}

#[test]
fn a_value_that_nobody_waits_for_is_no_edge() {
    check(
        not_waited_for(),
        expect![[r#"
        error[race]: data race on `VALUE` (8 bytes): unordered write and read
         --> src/unwaited.rs:2:14
          |
        2 |     unsafe { VALUE = 42 };
          |              ^^^^^ earlier write by thread 1
        3 |     READY.store(true, Release);
          |                       ------- this store in thread 1 publishes the access ..
        ...
        6 |     let ready = READY.load(Acquire);
          |                            ------- .. but this load in thread 2 read an older value
        7 |     let value = unsafe { VALUE };
          |                          ^^^^^ later read by thread 2
          |
          = note: the load read a value from before the other thread's store, and its thread went on all the same: without that value there is no edge
          = note: thread 1 and thread 2 were spawned by the main thread at src/unwaited.rs:1:4
          = help: no ordering can help: the later thread must not go on without that value: wait for it, or use a lock, a join or a channel
    "#]],
    );
}

#[test]
fn a_third_thread_can_end_the_release_sequence() {
    check(
        cut_by_a_third_thread(),
        expect![[r#"
            error[race]: data race on `*data` (4 bytes): unordered write and read
              --> src/cut.rs:2:14
               |
             2 |     unsafe { *data = 1 };
               |              ^^^^^ earlier write by thread 1
             3 |     STATE.store(READY, Release);
               |                        ------- this store in thread 1 publishes the access ..
            ...
             6 |     STATE.store(LATE, Release);
               |                       ------- .. this store in thread 2 ends the release sequence ..
            ...
             9 |     if STATE.load(Acquire) != 0 {
               |                   ------- .. that this load in thread 3 could receive
            10 |         unsafe { *data };
               |                  ^^^^^ later read by thread 3
               |
               = note: thread 3 read the value of `STATE` that thread 2 had written, but that does not order the accesses
               = note: the store replaced a published value: it ends the release sequence, and whoever reads its value receives nothing of what was published before
               = note: thread 1 and thread 3 were spawned by the main thread at src/cut.rs:1:4
               = help: no ordering can help: that store must not overwrite the published value: an update (`swap`, `fetch_add`, ..) in its place hands on what was published
        "#]],
    );
}

#[test]
fn an_atomic_access_does_not_protect_from_a_plain_one() {
    check(
        atomic_and_plain(),
        expect![[r#"
            error[race]: data race between `counter` and `*counter` (8 bytes): unordered atomic write and plain write
             --> src/mixed.rs:2:5
              |
            2 |     counter.fetch_add(1, Relaxed);
              |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ earlier atomic write by thread 1
            ...
            5 |     unsafe { *counter = 0 };
              |              ^^^^^^^^ later write by thread 2
              |
              = note: nothing connects the two threads between the accesses: no atomic, lock, join or channel
              = note: an atomic access and a plain one of the same memory race like two plain ones
              = note: thread 1 and thread 2 were spawned by the main thread at src/mixed.rs:1:4
              = help: no ordering can help: make both accesses atomic, or put a lock, a join or a channel between them
        "#]],
    );
}

#[test]
fn one_place_can_publish_and_receive() {
    check(
        drop_without_acquire(),
        expect![[r#"
        error[race]: data race between `(*p).value` and `*p` (8 bytes): unordered read and write
         --> src/counted.rs:2:26
          |
        2 |     let value = unsafe { (*p).value };
          |                          ^^^^^^^^^^ earlier read by thread 1
        3 |     if COUNT.fetch_sub(1, Release) == 1 {
          |                           ------- this `fetch_sub` in thread 1 publishes the access, but this `fetch_sub` in thread 2 does not receive it
        4 |         drop(unsafe { Box::from_raw(p) });
          |                       ^^^^^^^^^^^^^^^^ later write by thread 2
          |
          = note: thread 2 read the value of `COUNT` that thread 1 had written, but that does not order the accesses
          = note: the `fetch_sub` is not `Acquire`: it sees the value, but receives nothing of what was published with it
          = note: `Box::from_raw` takes the allocation back: it counts as a write of all its bytes
          = note: thread 1 and thread 2 were spawned by the main thread at src/counted.rs:1:4
          = help: `fetch_sub` with `AcqRel`: verified, the race is gone and no other appears; `fence(Acquire)` between it and the later access does it too
    "#]],
    );
}

#[test]
fn missing_source_is_replaced_by_what_the_macro_saw() {
    let case = lock_with_relaxed_store();
    let text = render(&case.race, &mut SourceCache::default(), Style::Plain) + "\n";
    expect![[r#"
        error[race]: data race on `DATA` (24 bytes): two unordered writes
          --> src/lock.rs:9:18
           |
         7 |        LOCKED.compare_exchange(false, true, Acquire, Relaxed)
           |                                             ------- .. that this `compare_exchange` in thread 7 could receive
         8 |
         9 |                  DATA
           |                  ^^^^ earlier write by thread 3; later write by thread 7
        10 |         LOCKED.store(false, Relaxed)
           |                             ------- this store in thread 3 publishes nothing ..
           |
           = note: thread 7 read the value of `LOCKED` that thread 3 had written, but that does not order the accesses
           = note: the store is not `Release`: what its thread did before it is not published with the value
           = note: thread 3 and thread 7 were spawned by the main thread at src/lock.rs:17:13
           = help: store with `Release`: verified, the race is gone and no other appears
    "#]].assert_eq(&text);
}

#[test]
fn another_file_of_that_name_is_not_shown() {
    let case = lock_with_relaxed_store();
    let mut sources = SourceCache::default();
    sources.insert("src/lock.rs", &"// something else\n".repeat(30));
    let shown = render(&case.race, &mut sources, Style::Plain);
    let without = render(&case.race, &mut SourceCache::default(), Style::Plain);
    assert_eq!(shown, without);
}

#[test]
fn color_changes_nothing_but_color() {
    let case = lock_with_relaxed_store();
    let mut sources = sources(&case.files.iter().collect::<Vec<_>>());
    let plain = render(&case.race, &mut sources, Style::Plain);
    let colored = render(&case.race, &mut sources, Style::Colored);
    assert!(!plain.contains('\u{1b}'));
    assert!(colored.contains('\u{1b}'));
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
}

#[test]
fn no_place_and_no_file_makes_a_report_panic() {
    let texts = [
        "",
        "\n",
        "\t\tDATA.push('!')\r\n",
        "日本語 DATA 🦀\n\nend",
        "DATA",
    ];
    let numbers = [0, 1, 2, 3, 7, 1000];
    for text in texts {
        for (n, line) in numbers.into_iter().enumerate() {
            for column in numbers {
                for (end_line, end_column) in [(line, column), (line, 3), (line + 2, 1), (0, 0)] {
                    let span = Span::new(line, column, end_line, end_column);
                    let text_of_site = if n % 2 == 0 { "DATA" } else { "" };
                    let site = odd_site(span, text_of_site);
                    let mut sources = SourceCache::default();
                    sources.insert("odd.rs", text);
                    let threads = [main_thread(), thread(None, 1, site)];
                    let sides = threads.map(|thread| access(AccessKind::Write, site, &thread));
                    let [earlier, later] = sides;
                    let race = race(earlier, later, 0, Explanation::no_path());
                    assert!(render(&race, &mut sources, Style::Plain).contains("odd.rs"));
                    let page = append(FileFormat::Html, "", &[race], &mut sources);
                    assert!(page.expect("new").contains("odd.rs"));
                }
            }
        }
    }
}

fn odd_site(span: Span, text: &'static str) -> &'static Site {
    let function = File::new("odd.rs", "").function;
    Box::leak(Box::new(Site::new(function, span, text, "", &[])))
}

#[test]
fn the_documentation_shows_what_is_printed() {
    let docs = include_str!("../reports.md");
    let case = lock_with_relaxed_store();
    let mut sources = sources(&case.files.iter().collect::<Vec<_>>());
    assert!(docs.contains(&render(&case.race, &mut sources, Style::Plain)));
    assert!(docs.contains(&crate::report::json::render(&case.race)));
}

#[test]
fn what_users_get_can_be_cloned_sent_and_printed() {
    fn is_data<T: Clone + std::fmt::Debug + std::fmt::Display + Send + Sync + 'static>() {}
    is_data::<crate::race::Race>();
    is_data::<crate::race::Access>();
    is_data::<crate::race::ThreadDescription>();
    is_data::<crate::race::MissingEdge>();
    is_data::<crate::race::Change>();
    is_data::<crate::race::Verdict>();
    let race = lock_with_relaxed_store().race;
    assert_eq!(
        race.earlier().to_string(),
        "write of `DATA` by thread 3 at src/lock.rs:9:18"
    );
    assert_eq!(
        race.advice()[0].to_string(),
        "src/lock.rs:10:29: Relaxed -> Release"
    );
    assert_eq!(
        race.missing()[0].to_string(),
        "the store is not `Release`: what its thread did before it is not published with the value"
    );
}

//! Code that compiles without the attribute compiles with it, and does the same.

/// Attributes in front of statements that get statements of ours before or behind them. Which lint they name does not matter: that
/// an attribute stands there is what is tried.
mod attributes {
    use std::sync::Mutex;

    fn numbers() -> Vec<u32> {
        vec![1, 2, 3]
    }

    #[datarace::check]
    #[test]
    fn on_a_loop() {
        let mut sum = 0;
        let list = numbers();
        #[allow(clippy::explicit_counter_loop)]
        for number in list {
            sum += number;
        }
        assert_eq!(sum, 6);
    }

    #[datarace::check]
    #[test]
    fn on_a_loop_that_ends_a_block() {
        let mut sum = 0;
        {
            let list = numbers();
            #[allow(unused_variables)]
            for number in list.iter() {
                sum += 1;
            }
        }
        assert_eq!(sum, 3);
    }

    #[datarace::check]
    #[test]
    fn on_statements_with_locks() {
        let list = Mutex::new(numbers());
        #[allow(clippy::let_unit_value)]
        list.lock().unwrap().push(4);
        #[cfg(not(any()))]
        list.lock().unwrap().push(5);
        #[cfg(any())]
        list.lock().unwrap().push(no_such_name);
        #[allow(unused_variables)]
        let length = list.lock().unwrap().len();
        assert_eq!(*list.lock().unwrap(), [1, 2, 3, 4, 5]);
    }

    #[datarace::check]
    #[test]
    fn on_statements_that_are_configured_out() {
        #[cfg(any())]
        let length = no_such_function().len();
        #[cfg(any())]
        let length = no_such_lock().lock().unwrap().len();
        #[cfg(not(any()))]
        let length = numbers().len();
        #[cfg(any())]
        for number in no_such_list {}
        #[cfg(any())]
        no_such_list.push(length);
        #[cfg(any())]
        {
            no_such_function();
        }
        #[cfg(any())]
        match no_such_function() {
            _ => {}
        }
        #[cfg(any())]
        no_such_macro!(length);
        #[cfg(any())]
        assert_eq!(no_such_list.len(), length);
        assert_eq!(length, 3);
    }

    #[datarace::check]
    fn which() -> usize {
        #[cfg(any())]
        {
            no_such_function().len()
        }
        #[cfg(not(any()))]
        {
            numbers().len()
        }
    }

    #[datarace::check]
    fn which_loop(list: &[u32]) -> u32 {
        let mut sum = 0;
        #[cfg(any())]
        for number in no_such_list {
            sum += number;
        }
        #[cfg(not(any()))]
        for number in list {
            sum += number;
        }
        sum
    }

    #[datarace::check]
    fn first(list: &Mutex<Vec<u32>>) -> Option<u32> {
        #[cfg(any())]
        return no_such_list.lock().unwrap().first().copied();
        #[cfg(not(any()))]
        return list.lock().unwrap().first().copied();
    }

    #[datarace::check]
    fn last(list: &Mutex<Vec<u32>>) -> Option<u32> {
        #[cfg(any())]
        let list = no_such_list.lock().unwrap().last();
        #[allow(clippy::let_and_return)]
        let last = list.lock().unwrap().last().copied();
        last
    }

    #[datarace::check]
    #[test]
    fn on_the_end_of_a_function() {
        let list = Mutex::new(numbers());
        assert_eq!(which(), 3);
        assert_eq!(which_loop(&[1, 2, 3]), 6);
        assert_eq!(first(&list), Some(1));
        assert_eq!(last(&list), Some(3));
    }

    #[datarace::check]
    #[test]
    fn on_an_arm() {
        let list = Mutex::new(numbers());
        let found = match list.lock().unwrap().pop() {
            #[cfg(any())]
            Some(no_such_path::NoSuchName) => no_such_function().len(),
            #[cfg(not(any()))]
            Some(number) => numbers()[number as usize - 1],
            #[allow(unreachable_patterns)]
            _ => 0,
        };
        assert_eq!(found, 3);
    }
}

/// What a closure captures: a reference that is reborrowed exclusively cannot be asked for its address.
mod exclusive_references {
    #[datarace::check]
    fn last_of<'a>(left: &'a mut [u32], right: &'a mut [u32]) -> Option<&'a mut u32> {
        right.last_mut().or_else(|| left.last_mut())
    }

    #[datarace::check]
    fn first_of<'a>(left: &'a mut [u32], right: &'a mut [u32]) -> Option<&'a mut u32> {
        right.first_mut().or_else(|| left.first_mut())
    }

    #[datarace::check]
    fn all_of<'a>(left: &'a mut [u32]) -> impl FnOnce() -> std::slice::ChunksMut<'a, u32> {
        || left.chunks_mut(1)
    }

    #[datarace::check]
    #[test]
    fn are_handed_out() {
        let (mut left, mut right) = ([1, 2], []);
        assert_eq!(last_of(&mut left, &mut right), Some(&mut 2));
        assert_eq!(first_of(&mut left, &mut right), Some(&mut 1));
        assert_eq!(all_of(&mut left)().map(|part| part[0]).sum::<u32>(), 3);
    }
}

/// What the compiler infers because std alone compares numbers: no crate that comes with ours may compare them too.
mod inference {
    use std::sync::atomic::{AtomicUsize, Ordering::*};

    #[derive(Clone, Copy)]
    struct State(usize);

    impl From<State> for usize {
        fn from(state: State) -> usize {
            state.0
        }
    }

    #[datarace::check]
    #[test]
    fn of_an_empty_list() {
        let numbers: Box<[u16]> = Box::new([]);
        assert_eq!(*numbers, []);
        assert_eq!(&*numbers, &[]);
    }

    #[datarace::check]
    #[test]
    fn of_a_list_that_is_compared() {
        let bytes = vec![1_u8, 2];
        let mut sum = Vec::new();
        sum.extend(bytes.iter());
        assert_eq!(&bytes[..], &sum[..]);
    }

    #[datarace::check]
    #[test]
    fn of_a_conversion_that_is_compared() {
        let state = AtomicUsize::new(1);
        let current = State(1);
        let result = match state.compare_exchange(current.into(), 2, AcqRel, Acquire) {
            Ok(previous) | Err(previous) => previous == current.into(),
        };
        assert!(result);
    }
}

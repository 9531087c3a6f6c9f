//! Replay tokens: an execution as a short, printable text.
//!
//! `x2`, then in base 32 (Crockford's alphabet) as numbers of seven bits a byte: which exploration it belongs to (the path of a
//! test, or the place of `Explorer::run`, as a number), a fingerprint of the events, the memory model,
//! whose turn it was (thread and count), and the decisions that did not take the first option (distance and option).

use crate::explore::consistency::MemoryModel;
use crate::explore::walk::Script;

/// An execution to repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Which exploration of the process it belongs to.
    pub owner: u32,
    pub fingerprint: u32,
    pub model: MemoryModel,
    pub script: Script,
}

const VERSION: &str = "x2";
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Why a text is no token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NoToken {
    Version,
    Damaged,
}

impl NoToken {
    pub(super) fn message(self) -> &'static str {
        match self {
            Self::Version => "the replay token was made by another version of datarace",
            Self::Damaged => "the replay token is damaged",
        }
    }
}

impl Token {
    pub(super) fn encode(&self) -> String {
        let mut bytes = Vec::new();
        push(&mut bytes, self.owner);
        push(&mut bytes, self.fingerprint);
        push(&mut bytes, u32::from(self.model != MemoryModel::Rust));
        push(&mut bytes, self.script.turns.len() as u32);
        for (thread, count) in &self.script.turns {
            push(&mut bytes, *thread);
            push(&mut bytes, *count);
        }
        let mut last = 0;
        for (number, option) in &self.script.choices {
            push(&mut bytes, number - last);
            push(&mut bytes, *option);
            last = *number;
        }
        let mut text = String::from(VERSION);
        for group in bytes.chunks(5) {
            let mut bits = [0_u8; 8];
            bits[3..3 + group.len()].copy_from_slice(group);
            let word = u64::from_be_bytes(bits);
            let characters = (group.len() * 8).div_ceil(5);
            for place in 0..characters {
                text.push(ALPHABET[(word >> (35 - 5 * place) & 31) as usize] as char);
            }
        }
        text
    }

    pub(super) fn decode(text: &str) -> Result<Self, NoToken> {
        let digits = text.trim().strip_prefix(VERSION).ok_or(NoToken::Version)?;
        let bytes = bytes(digits).ok_or(NoToken::Damaged)?;
        let mut numbers = Numbers(&bytes);
        Self::read(&mut numbers).ok_or(NoToken::Damaged)
    }

    fn read(numbers: &mut Numbers<'_>) -> Option<Self> {
        let owner = numbers.next()?;
        let fingerprint = numbers.next()?;
        let model = match numbers.next()? {
            0 => MemoryModel::Rust,
            1 => MemoryModel::SequentiallyConsistent,
            _ => return None,
        };
        let mut script = Script::default();
        for _ in 0..numbers.next()? {
            script.turns.push_back((numbers.next()?, numbers.next()?));
        }
        let mut last = 0_u32;
        while !numbers.0.is_empty() {
            last = last.checked_add(numbers.next()?)?;
            script.choices.push_back((last, numbers.next()?));
        }
        Some(Self {
            owner,
            fingerprint,
            model,
            script,
        })
    }
}

/// The number of an exploration with this name: FNV-1a, whose values are part of every token and never change.
pub(super) fn owner(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

fn push(bytes: &mut Vec<u8>, mut number: u32) {
    while 0x80 <= number {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn next(&mut self) -> Option<u32> {
        let mut number = 0_u64;
        for shift in (0..35).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return u32::try_from(number).ok();
            }
        }
        None
    }
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for group in digits.as_bytes().chunks(8) {
        let mut word = 0_u64;
        for (place, digit) in group.iter().enumerate() {
            let digit = digit.to_ascii_lowercase();
            let value = ALPHABET.iter().position(|other| *other == digit)? as u64;
            word |= value << (35 - 5 * place);
        }
        let count = group.len() * 5 / 8;
        bytes.extend_from_slice(&word.to_be_bytes()[3..3 + count]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_its_text() {
        for count in 0..40 {
            let token = Token {
                owner: owner("a::test") + count,
                fingerprint: 0xdead_0000 + count,
                model: MemoryModel::SequentiallyConsistent,
                script: Script {
                    turns: (0..count).map(|n| (n % 3, n * n + 1)).collect(),
                    choices: (0..count / 2).map(|n| (n * 200, n)).collect(),
                },
            };
            assert_eq!(Token::decode(&token.encode()), Ok(token));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        assert_eq!(Token::decode("x1000"), Err(NoToken::Version));
        assert_eq!(Token::decode("x2!!"), Err(NoToken::Damaged));
        assert_eq!(Token::decode("x2"), Err(NoToken::Damaged));
    }
}

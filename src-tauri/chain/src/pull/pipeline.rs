//! Requests ahead of their turn: a few at once, their answers in order. It does not know what it fetches.

use std::collections::VecDeque;
use std::panic;

use tokio::task::JoinHandle;

use super::walk::Source;
use crate::pace::{Bounds, Pace};
use crate::{Node, NodeError};

/// How many requests are under way at once. Two keep a node busy; the third covers a slow commit.
const AHEAD: usize = 3;

/// A request under way. It stops when it is dropped.
#[derive(Debug)]
struct Ahead<T> {
    first: u64,
    last: u64,
    task: JoinHandle<Result<(T, usize), NodeError>>,
}

impl<T> Drop for Ahead<T> {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Requests for ranges that follow one another.
#[derive(Debug)]
pub(super) struct Pipeline<S: Source> {
    source: S,
    pace: Pace,
    queue: VecDeque<Ahead<S::Chunk>>,
}

impl<S: Source> Pipeline<S> {
    pub(super) fn new(source: S, bounds: Bounds) -> Self {
        Self {
            source,
            pace: Pace::new(bounds),
            queue: VecDeque::with_capacity(AHEAD),
        }
    }

    /// Forgets what was asked for ahead.
    pub(super) fn clear(&mut self) {
        self.queue.clear();
    }

    /// As many blocks from `first` on as the pace allows, and not beyond `newest`; `first` is not beyond it.
    pub(super) async fn take(
        &mut self,
        node: &Node,
        first: u64,
        newest: u64,
    ) -> Result<S::Chunk, NodeError> {
        let mut may_time_out = true;
        if self
            .queue
            .front()
            .is_none_or(|ahead| ahead.first != first || ahead.last > newest)
        {
            self.clear();
        }
        loop {
            self.fill(node, first, newest);
            let Some(mut ahead) = self.queue.pop_front() else {
                return Err(NodeError::UnknownBlock(first.to_string()));
            };
            let asked = ahead.last - ahead.first + 1;
            let error = match settled(&mut ahead.task).await {
                Ok((chunk, bytes)) => {
                    self.pace.went_well(asked, bytes);
                    if let Some(next) = ahead.last.checked_add(1) {
                        self.fill(node, next, newest);
                    }
                    return Ok(chunk);
                }
                Err(error) => error,
            };
            self.clear();
            match error {
                NodeError::RangeTooLarge { hint } if self.pace.too_much(asked, hint) => {}
                // Once only: a node that is silent for other reasons must not cost a timeout per halving.
                NodeError::TimedOut if may_time_out && self.pace.too_much(asked, None) => {
                    may_time_out = false;
                }
                error => return Err(error),
            }
        }
    }

    fn fill(&mut self, node: &Node, first: u64, newest: u64) {
        let mut next = match self.queue.back() {
            None => Some(first),
            Some(ahead) => ahead.last.checked_add(1),
        };
        while let Some(first) = next.filter(|first| *first <= newest && self.queue.len() < AHEAD) {
            let last = newest.min(first.saturating_add(self.pace.blocks() - 1));
            let task = tokio::spawn(self.source.fetch(node.clone(), first, last));
            self.queue.push_back(Ahead { first, last, task });
            next = last.checked_add(1);
        }
    }
}

async fn settled<T>(task: &mut JoinHandle<Result<T, NodeError>>) -> Result<T, NodeError> {
    match task.await {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => panic::resume_unwind(panic),
            // The runtime is shutting down.
            Err(_) => Err(NodeError::Cancelled),
        },
    }
}

//! The order of a lot: of all its orders, one with the smallest sum of place counts.

use super::state::MAX_LOT;
use super::stream::Choices;

/// Finds all orders of `chosen` with the smallest sum of `places[candidate × size + place]`, in dictionary order (by
/// place in `chosen`, first place first); of `n` such, the stream's number below `n` chooses.
///
/// Trying all orders would do (120 for a lot of 5); going through the subsets gives the same answer for lots of up to
/// twelve. `best[set]` is the least sum of the places that remain once those in `set` stand at the first ones, with
/// how many ways reach it.
pub(super) fn best_order(chosen: &[usize], places: &[u64], size: usize, stream: &mut impl Choices) -> Vec<usize> {
    let n = chosen.len().min(MAX_LOT);
    let all = (1usize << n) - 1;
    let cost = |who: usize, place: usize| places[chosen[who] * size + place];
    let mut best = vec![(0u64, 1u32); all + 1];
    for set in (0..all).rev() {
        let place = set.count_ones() as usize;
        let (mut least, mut ways) = (u64::MAX, 0);
        for who in (0..n).filter(|who| set & (1 << who) == 0) {
            let (rest, rest_ways) = best[set | (1 << who)];
            let sum = rest + cost(who, place);
            if sum < least {
                (least, ways) = (sum, rest_ways);
            } else if sum == least {
                ways += rest_ways;
            }
        }
        best[set] = (least, ways);
    }
    let mut number = stream.below(best[0].1);
    let (mut set, mut order) = (0, Vec::with_capacity(n));
    for place in 0..n {
        for who in (0..n).filter(|who| set & (1 << who) == 0) {
            let (rest, ways) = best[set | (1 << who)];
            if rest + cost(who, place) != best[set].0 {
                continue;
            }
            if number < ways {
                order.push(chosen[who]);
                set |= 1 << who;
                break;
            }
            number -= ways;
        }
    }
    order
}

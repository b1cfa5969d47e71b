//! Merges reports into happenings and sums them by dyad and period, as known on a day.

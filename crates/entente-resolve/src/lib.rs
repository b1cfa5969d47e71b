//! Says which actor, place and time each mention means on that day, or that it does not know.

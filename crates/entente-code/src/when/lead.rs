//! The days of the news: a headline or lead that names no other day of late is of the day of
//! publication, or of the day before it.

use entente_model::{Annotated, BlockKind, Pos, Precision, Relation, Resolved, TimeExpr, When};
use jiff::civil::Date;

use super::day_before;
use super::tense::is_pluperfect;
use super::untold::{Deed, MAX_CLIMB, OLD};

/// So many sentences of the running text are its lead.
const LEAD: usize = 2;

/// The days of a lead to which a verb belongs, if it is told there as the news.
pub(super) fn of_lead(text: &Annotated, who: &Resolved, verb: u32) -> Option<When> {
    let deed = Deed { text, who, verb };
    deed.of_lead(text.document.meta.published?).filter(|_| !deed.is_aside())
}

impl Deed<'_> {
    /// The days of the lead that tells it: wire copy appears on the day of the news, and papers on
    /// the next. A digest has no news of its day.
    pub(super) fn of_lead(&self, published: Date) -> Option<When> {
        let days = When::new(day_before(published), published, Precision::Interval, None);
        let is_digest = self.who.period.is_some();
        let is_of_lead = !is_digest && self.is_lead() && self.is_news(published);
        is_of_lead.then(|| self.opening_day(published).unwrap_or(days))
    }

    /// The day that the first sentence of the lead names, for what the second tells; of days long
    /// past, those from it until publication.
    fn opening_day(&self, published: Date) -> Option<When> {
        let text = self.text;
        let own = self.sentence();
        let at = (0..own).rev().find(|at| is_running(text, *at) && has_verb(text, *at))?;
        let day = self.days_in(at).filter_map(|day| self.past_day(day, published)).last()?;
        let is_near = day.from >= day_before(published);
        let since = When::new(day.from, published, Precision::Interval, day.span);
        Some(if is_near { day } else { since })
    }

    /// News is told beside no other day of late, in the past or the present perfect; the pluperfect
    /// tells what was before.
    fn is_news(&self, published: Date) -> bool {
        let is_recent = |t: &TimeExpr| {
            t.when.is_some_and(|w| (published - w.to).get_days() <= OLD && w.to < published)
        };
        let mut others = self.days().filter(|day| is_recent(day) && !self.is_in_aside(day));
        others.next().is_none() && !is_pluperfect(self.text, self.verb)
    }

    /// Whether a day is that of a relative clause in which the deed is not told: `asked for the
    /// troops which have stood there since Monday`.
    fn is_in_aside(&self, time: &TimeExpr) -> bool {
        let mut at = time.first;
        for _ in 0..MAX_CLIMB {
            let up = self.text.head(at);
            if self.text.relation(at) == Relation::RelativeClause {
                return self.verb < at;
            }
            if up == at {
                return false;
            }
            at = up;
        }
        false
    }

    /// Whether it stands in the headline or the lead.
    pub(super) fn is_lead(&self) -> bool {
        let text = self.text;
        let own = text.tokens[self.verb as usize].sentence as usize;
        match kind(text, own) {
            BlockKind::Headline | BlockKind::Standfirst => true,
            BlockKind::Paragraph => {
                let running = (0..own).filter(|at| is_running(text, *at));
                running.filter(|at| has_verb(text, *at)).take(LEAD).count() < LEAD
            }
            _ => false,
        }
    }
}

fn kind(text: &Annotated, sentence: usize) -> BlockKind {
    text.document.blocks[text.sentences[sentence].block as usize].kind
}

fn is_running(text: &Annotated, sentence: usize) -> bool {
    kind(text, sentence) == BlockKind::Paragraph
}

fn has_verb(text: &Annotated, sentence: usize) -> bool {
    let sentence = &text.sentences[sentence];
    let mut tokens = sentence.first..sentence.last;
    tokens.any(|t| matches!(text.pos(t), Pos::Verb | Pos::Aux))
}

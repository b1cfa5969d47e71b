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
        (!is_digest && self.is_lead() && self.is_news(published)).then_some(days)
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
        let kind = |at: usize| text.document.blocks[text.sentences[at].block as usize].kind;
        match kind(own) {
            BlockKind::Headline | BlockKind::Standfirst => true,
            BlockKind::Paragraph => {
                let has_verb = |at: &usize| {
                    let sentence = &text.sentences[*at];
                    let mut tokens = sentence.first..sentence.last;
                    tokens.any(|t| matches!(text.pos(t), Pos::Verb | Pos::Aux))
                };
                let running = (0..own).filter(|at| kind(*at) == BlockKind::Paragraph);
                running.filter(has_verb).take(LEAD).count() < LEAD
            }
            _ => false,
        }
    }
}

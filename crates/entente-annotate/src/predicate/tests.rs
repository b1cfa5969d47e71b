//! What each construction does to roles, polarity, mood and frames, on parses made by hand.
//!
//! A predicate is shown as `sense role=word … ±mood tense frame@cue:holder`.

use entente_model::testing::annotated;
use entente_model::{Annotated, Polarity, Predicate};

use crate::{Grammar, GrammarText};

const LANG: &str = r#"
code = "en"
object-control-adpositions = ["of"]
[relations]
[lemmas]
bombes = "bomb"
[adpositions]
with = "partner"
on = "topic"
of = "whole"
"#;
const LEXICON: &str = "\
accuse	v	accuse	of=content
arrest	v	arrest	modified=object
die	v	die	subject=object when=means when-subject=origin
bomb	v	bomb
deploy	v	send >troop
provide	v	send >food
meet	v	meet
talks	n	talk
withdraw	v	pull ~out
receive	v	receive	subject=dative from=subject
";
const KINDS: &str = "weather	storm\nfolk	user\n";
const SELECTION: &str = "accuse	subject	!weather\n";
const CUES: &str = "\
says	v	say
says	n	claim
doubts	-	allegedly
anybody	-	you
before	-	before
mood:possible	-	could
denies	v	deny
intends	v	plan
asks	v	urge
light	v	hold
occur	v	resume
undergo	v	come ~under
give	v	send
aside	-	during
mood:future	-	will
mood:possible	-	may
negator	-	neither
negator	-	no
relative	-	which
condition	-	if
";

#[track_caller]
fn check(notation: &str, expected: &[&str]) {
    let lexicon = [("test.tsv", LEXICON)];
    let text = GrammarText {
        lang: LANG,
        lexicon: &lexicon,
        cues: CUES,
        kinds: KINDS,
        selection: SELECTION,
        signatures: "",
        factuality: "",
    };
    let grammar = Grammar::load(&text).expect("the tables above are well formed");
    let mut annotated = annotated(notation);
    grammar.interpret(&mut annotated, crate::Contexts::default());
    let found: Vec<String> = annotated.predicates.iter().map(|p| show(&annotated, p)).collect();
    assert_eq!(found, expected);
}

fn show(text: &Annotated, predicate: &Predicate) -> String {
    let mut line = predicate.sense.to_string();
    for filler in &predicate.fillers {
        line += &format!(" {}={}", filler.role.as_str(), text.text(filler.token));
    }
    let sign = if predicate.polarity == Polarity::Positive { '+' } else { '-' };
    line += &format!(" {sign}{}", predicate.mood.as_str());
    for frame in &predicate.frames {
        line += &format!(" {}@{}", frame.kind.as_str(), text.text(frame.cue));
    }
    line
}

#[test]
fn an_active_clause() {
    check(
        "Chad/PROPN<bombed:subject bombed/VERB/bomb/Tense=Past|VerbForm=Fin Mali/PROPN<bombed:object",
        &["bomb subject=Chad object=Mali +indicative"],
    );
}

#[test]
fn a_passive_turns_the_roles() {
    check(
        "Mali/PROPN<bombed:passive-subject was/AUX/be/VerbForm=Fin<bombed:passive-auxiliary \
         bombed/VERB/bomb/Tense=Past|VerbForm=Part by/ADP<bombed:agent Chad/PROPN<by:prep-object",
        &["bomb subject=Chad object=Mali +indicative"],
    );
}

#[test]
fn coordinated_subjects_all_act() {
    check(
        "Chad/PROPN<met:subject and/CCONJ<Chad:coordinator Mali/PROPN<Chad:conjunct \
         met/VERB/meet/Tense=Past|VerbForm=Fin",
        &["meet subject=Chad subject=Mali +indicative"],
    );
}

#[test]
fn a_bare_conjunct_shares_subject_and_auxiliary() {
    check(
        "Chad/PROPN<meet:subject will/AUX<meet:auxiliary meet/VERB/meet/VerbForm=Inf \
         Mali/PROPN<meet:object and/CCONJ<meet:coordinator bomb/VERB/bomb/VerbForm=Inf<meet:conjunct \
         Niger/PROPN<bomb:object",
        &["meet subject=Chad object=Mali +future", "bomb subject=Chad object=Niger +future"],
    );
}

#[test]
fn the_object_acts_under_verbs_of_asking_and_accusing() {
    check(
        "Chad/PROPN<urged:subject urged/VERB/urge/Tense=Past|VerbForm=Fin Mali/PROPN<urged:object \
         to/PART<bomb:auxiliary bomb/VERB/bomb/VerbForm=Inf<urged:open-complement \
         Niger/PROPN<bomb:object",
        &["bomb subject=Mali object=Niger +indicative asks@urged"],
    );
    check(
        "Chad/PROPN<accused:subject accused/VERB/accuse/Tense=Past|VerbForm=Fin \
         Mali/PROPN<accused:object of/ADP<accused:preposition \
         bombing/VERB/bomb/VerbForm=Ger<of:prep-clause Niger/PROPN<bombing:object",
        &[
            "accuse subject=Chad object=Mali content=bombing +indicative",
            "bomb subject=Mali object=Niger +indicative",
        ],
    );
}

#[test]
fn speech_denial_and_plans_are_frames() {
    check(
        "Chad/PROPN<said:subject said/VERB/say/Tense=Past|VerbForm=Fin it/PRON<planned:subject \
         planned/VERB/plan/Tense=Past|VerbForm=Fin<said:complement to/PART<bomb:auxiliary \
         bomb/VERB/bomb/VerbForm=Inf<planned:open-complement Mali/PROPN<bomb:object",
        &["bomb subject=it object=Mali +indicative intends@planned says@said"],
    );
    check(
        "Chad/PROPN<denied:subject denied/VERB/deny/Tense=Past|VerbForm=Fin \
         bombing/VERB/bomb/VerbForm=Ger<denied:open-complement Mali/PROPN<bombing:object",
        &["bomb subject=Chad object=Mali +indicative denies@denied"],
    );
}

#[test]
fn negation_and_conditions() {
    check(
        "Chad/PROPN<bomb:subject did/AUX/do/VerbForm=Fin<bomb:auxiliary not/PART<bomb:negation \
         bomb/VERB/bomb/VerbForm=Inf Mali/PROPN<bomb:object",
        &["bomb subject=Chad object=Mali -indicative"],
    );
    check(
        "Not/PART/not<one:negation one/NUM<ship:number ship/NOUN<bombed:passive-subject \
         was/AUX/be<bombed:passive-auxiliary bombed/VERB/bomb/VerbForm=Part",
        &["bomb object=ship -indicative"],
    );
    check(
        "If/SCONJ/if<bombs:marker Chad/PROPN<bombs:subject bombs/VERB/bomb/VerbForm=Fin<meet:adverbial-clause \
         Mali/PROPN<bombs:object Niger/PROPN<meet:subject will/AUX<meet:auxiliary \
         meet/VERB/meet/VerbForm=Inf Peru/PROPN<meet:object",
        &[
            "bomb subject=Chad object=Mali +indicative conditions@If",
            "meet subject=Niger object=Peru +future",
        ],
    );
}

#[test]
fn a_relative_clause_takes_its_noun() {
    check(
        "ships/NOUN<arrived:subject which/PRON<bombed:subject \
         bombed/VERB/bomb/Tense=Past|VerbForm=Fin<ships:relative-clause Mali/PROPN<bombed:object \
         arrived/VERB/arrive",
        &["bomb subject=ships object=Mali +indicative"],
    );
}

#[test]
fn a_light_verb_lends_its_grammar_to_a_noun() {
    check(
        "Chad/PROPN<hold:subject may/AUX<hold:auxiliary hold/VERB/hold/VerbForm=Inf \
         talks/NOUN/talk<hold:object with/ADP<talks:preposition Mali/PROPN<with:prep-object \
         on/ADP<hold:preposition trade/NOUN<on:prep-object",
        &["talks partner=Mali subject=Chad topic=trade +possible"],
    );
    check(
        "talks/NOUN/talk<resumed:subject with/ADP<talks:preposition Mali/PROPN<with:prep-object \
         resumed/VERB/resume/Tense=Past|VerbForm=Fin",
        &["talks partner=Mali +indicative"],
    );
}

#[test]
fn rows_move_roles_and_state_particles() {
    check(
        "Chad/PROPN<received:subject received/VERB/receive/Tense=Past|VerbForm=Fin \
         grain/NOUN<received:object from/ADP<received:preposition Mali/PROPN<from:prep-object",
        &["receive dative=Chad object=grain subject=Mali +indicative"],
    );
    check(
        "Chad/PROPN<pulled:subject pulled/VERB/pull/Tense=Past|VerbForm=Fin out/ADP<pulled:particle",
        &["withdraw subject=Chad +indicative"],
    );
    check(
        "Chad/PROPN<pulled:subject pulled/VERB/pull/Tense=Past|VerbForm=Fin ropes/NOUN<pulled:object",
        &[],
    );
}

#[test]
fn a_second_complement_that_hangs_too_high_stays_a_complement() {
    check(
        "Chad/PROPN<urged:subject urged/VERB/urge/Tense=Past|VerbForm=Fin Mali/PROPN<urged:object \
         to/PART<go:auxiliary go/VERB/go/VerbForm=Inf<urged:open-complement \
         and/CCONJ<urged:coordinator to/PART<bomb:auxiliary bomb/VERB/bomb/VerbForm=Inf<urged:conjunct \
         Niger/PROPN<bomb:object",
        &["bomb subject=Mali object=Niger +indicative asks@urged"],
    );
}

#[test]
fn coordinated_verbs_share_the_object_of_the_last() {
    check(
        "Chad/PROPN<met:subject met/VERB/meet/Tense=Past|VerbForm=Fin and/CCONJ<met:coordinator \
         bombed/VERB/bomb/Tense=Past|VerbForm=Fin<met:conjunct Mali/PROPN<bombed:object",
        &["meet subject=Chad object=Mali +indicative", "bomb subject=Chad object=Mali +indicative"],
    );
}

#[test]
fn a_light_verb_may_hang_below_its_noun() {
    check(
        "talks/NOUN/talk<failed:subject which/PRON<held:object Mali/PROPN<held:subject \
         held/VERB/hold/Tense=Past|VerbForm=Fin<talks:relative-clause failed/VERB/fail",
        &["talks subject=Mali +indicative"],
    );
}

#[test]
fn patterns_see_what_is_measured_and_what_a_relative_clause_undergoes() {
    check(
        "Chad/PROPN<sent:subject sent/VERB/send/Tense=Past|VerbForm=Fin \
         thousands/NOUN//Number=Plur<sent:object of/ADP<thousands:preposition troops/NOUN/troop<of:prep-object",
        &["deploy subject=Chad object=thousands +indicative"],
    );
    check(
        "troops/NOUN/troop<left:subject which/PRON<sent:object Chad/PROPN<sent:subject \
         sent/VERB/send/Tense=Past|VerbForm=Fin<troops:relative-clause left/VERB/leave",
        &["deploy subject=Chad object=troops +indicative"],
    );
}

#[test]
fn inversion_is_a_condition_and_neither_negates() {
    check(
        "Had/AUX/have/Tense=Past|VerbForm=Fin<bombed:auxiliary Chad/PROPN<bombed:subject \
         bombed/VERB/bomb/Tense=Past|VerbForm=Part<agreed:adverbial-clause \
         Mali/PROPN<bombed:object agreed/VERB/agree",
        &["bomb subject=Chad object=Mali +indicative conditions@Had"],
    );
    check(
        "Neither/CCONJ/neither<Chad:coordinator Chad/PROPN<bombed:subject \
         nor/CCONJ<Chad:coordinator Mali/PROPN<Chad:conjunct \
         bombed/VERB/bomb/Tense=Past|VerbForm=Fin Peru/PROPN<bombed:object",
        &["bomb subject=Chad subject=Mali object=Peru -indicative"],
    );
}

#[test]
fn what_no_one_can_have_done_is_no_predicate() {
    check("storm/NOUN<accused:subject accused/VERB/accuse Mali/PROPN<accused:object", &[]);
}

#[test]
fn a_listed_form_is_found_by_its_own_lemma() {
    check(
        "Chad/PROPN<bombes:subject bombes/VERB/bombe/Tense=Past|VerbForm=Fin Mali/PROPN<bombes:object",
        &["bomb subject=Chad object=Mali +indicative"],
    );
}

#[test]
fn an_adverb_frames_its_own_verb() {
    check(
        "Chad/PROPN<bombed:subject allegedly/ADV<bombed:adverb \
         bombed/VERB/bomb/Tense=Past|VerbForm=Fin Mali/PROPN<bombed:object",
        &["bomb subject=Chad object=Mali +indicative doubts@allegedly"],
    );
}

#[test]
fn what_people_do_is_generic() {
    let clause = "VERB/bomb/Tense=Pres|VerbForm=Fin Mali/PROPN<bomb:object";
    check(
        &format!("you/PRON<bomb:subject bomb/{clause}"),
        &["bomb subject=you object=Mali +generic"],
    );
    check(
        &format!("users/NOUN/user/Number=Plur<bomb:subject bomb/{clause}"),
        &["bomb subject=users object=Mali +generic"],
    );
}

#[test]
fn before_a_past_deed_frames_nothing_and_before_a_possible_one_excludes_it() {
    let main = "Chad/PROPN<met:subject met/VERB/meet/Tense=Past|VerbForm=Fin Togo/PROPN<met:object";
    check(
        &format!(
            "{main} before/SCONJ<bombed:marker Mali/PROPN<bombed:subject \
             bombed/VERB/bomb/Tense=Past|VerbForm=Fin<met:adverbial-clause"
        ),
        &["meet subject=Chad object=Togo +indicative", "bomb subject=Mali +indicative"],
    );
    check(
        &format!(
            "{main} before/SCONJ<bomb:marker Mali/PROPN<bomb:subject could/AUX<bomb:auxiliary \
             bomb/VERB/bomb/VerbForm=Inf<met:adverbial-clause"
        ),
        &[
            "meet subject=Chad object=Togo +indicative",
            "bomb subject=Mali +possible excludes@before",
        ],
    );
}

#[test]
fn a_finite_clause_under_a_noun_is_framed_by_it() {
    check(
        "the/DET<claim:determiner claim/NOUN<spread:subject that/SCONJ<bombed:marker \
         Chad/PROPN<bombed:subject bombed/VERB/bomb/Tense=Past|VerbForm=Fin<claim:noun-clause \
         Mali/PROPN<bombed:object spread/VERB/spread/Tense=Past|VerbForm=Fin",
        &["bomb subject=Chad object=Mali +indicative says@claim"],
    );
}

#[test]
fn the_subject_of_a_chain_of_verbs_takes_place_at_its_end() {
    check(
        "talks/NOUN/talk<are:subject are/AUX/be/Tense=Pres|VerbForm=Fin \
         due/ADJ<are:adjective-complement resume/VERB/resume/VerbForm=Inf<due:open-complement",
        &["talks +indicative"],
    );
}

#[test]
fn who_comes_under_an_attack_undergoes_it() {
    check(
        "Mali/PROPN<came:subject came/VERB/come/Tense=Past|VerbForm=Fin under/ADP<came:preposition \
         talks/NOUN/talk<under:prep-object",
        &["talks object=Mali +indicative"],
    );
}

#[test]
fn a_receiver_glued_to_the_gift_is_found() {
    check(
        "Chad/PROPN<sent:subject sent/VERB/send/Tense=Past|VerbForm=Fin \
         [GPE Mali/PROPN<food:noun-modifier ] fresh/ADJ<food:modifier food/NOUN<sent:object",
        &["provide subject=Chad object=food dative=Mali +indicative"],
    );
}

#[test]
fn what_a_possessor_takes_for_granted_is_not_denied_with_the_verb_above_it() {
    check(
        "Togo/PROPN<say:subject did/AUX<say:auxiliary no/PART<say:negation \
         say/VERB/say/VerbForm=Inf their/PRON<talks:possessor talks/NOUN/talk<say:object",
        &["talks subject=their +indicative says@say"],
    );
}

#[test]
fn a_participle_before_its_noun_says_what_that_has_undergone_where_its_row_lets_it() {
    let noun = |participle: &str| {
        format!(
            "{participle}/Tense=Past|VerbForm=Part<men:modifier men/NOUN<left:subject left/VERB"
        )
    };
    check(&noun("arrested/VERB/arrest"), &["arrest object=men +indicative"]);
    check(&noun("accused/VERB/accuse"), &["accuse +indicative"]);
}

#[test]
fn a_row_may_ask_on_what_occasion_and_who_acted_in_it() {
    let clause = |opener: &str| {
        format!(
            "men/NOUN<died:subject died/VERB/die/Tense=Past|VerbForm=Fin {opener}<bombed:adverb \
             Chad/PROPN<bombed:subject bombed/VERB/bomb/Tense=Past|VerbForm=Fin<died:adverbial-clause"
        )
    };
    let bomb = "bomb subject=Chad +indicative";
    let died = "die object=men means=bombed origin=Chad +indicative";
    check(&clause("when/ADV/when"), &[died, bomb]);
    check(&clause("where/ADV/where"), &["die object=men +indicative", bomb]);
}

#[test]
fn a_pronoun_under_an_adposition_stands_for_the_noun_of_its_clause() {
    check(
        "talks/NOUN/talk with/ADP<bombed:preposition which/PRON/which<with:prep-object \
         Chad/PROPN<bombed:subject bombed/VERB/bomb/Tense=Past|VerbForm=Fin<talks:relative-clause \
         Mali/PROPN<bombed:object",
        &["talks +indicative", "bomb subject=Chad object=Mali partner=talks +indicative"],
    );
}

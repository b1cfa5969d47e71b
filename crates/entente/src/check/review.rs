//! A verdict as schema.org ClaimReview, for those who publish checks.

use serde_json::{Value, json};

use super::row::VerdictRow;

/// The JSON-LD of a verdict; our own fields stand beside those of the vocabulary.
pub fn claim_review(row: &VerdictRow) -> Value {
    let rating = match row.verdict {
        "supported" => 5,
        "contested" => 3,
        "refuted" => 1,
        _ => 0,
    };
    let mut review = json!({
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "datePublished": row.as_of,
        "claimReviewed": row.asked.text,
        "itemReviewed": {"@type": "Claim", "author": row.asked.speaker.as_ref().map(|name| json!({"@type": "Thing", "name": name}))},
        "author": {"@type": "SoftwareApplication", "name": "entente", "softwareVersion": env!("CARGO_PKG_VERSION")},
        "reviewBody": row.remarks.join("; "),
        "entente": row,
    });
    // 0 would be read as the worst rating, so an open question has only its name.
    review["reviewRating"] = if rating == 0 {
        json!({"@type": "Rating", "alternateName": row.verdict})
    } else {
        json!({"@type": "Rating", "ratingValue": rating, "bestRating": 5, "worstRating": 1, "alternateName": row.verdict})
    };
    review
}

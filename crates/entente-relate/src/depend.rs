//! How much two states need each other: shares of trade, arms, aid or energy, and who needs more.

/// What one state's total tells of a flow between two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dependence {
    /// The flow's share of the first state's total.
    pub of_a: Option<f64>,
    /// Its share of the second state's.
    pub of_b: Option<f64>,
    /// Logarithm of their quotient: above [`EVEN`], the first depends more.
    pub asymmetry: Option<f64>,
}

/// Within this much of zero the two depend on each other about evenly: a quotient of 1.25.
pub const EVEN: f64 = 0.223_143_551_314_209_76;

/// Compares a flow with the totals of both states; what is unknown or zero gives nothing.
pub fn dependence(flow: f64, total_a: Option<f64>, total_b: Option<f64>) -> Dependence {
    let share = |total: Option<f64>| total.filter(|total| *total > 0.0).map(|total| flow / total);
    let (of_a, of_b) = (share(total_a), share(total_b));
    let asymmetry = match (of_a, of_b) {
        (Some(a), Some(b)) if a > 0.0 && b > 0.0 => Some(libm::log(a / b)),
        _ => None,
    };
    Dependence { of_a, of_b, asymmetry }
}

/// Hirschman's concentration of a state's flows over its partners, in (0, 1], and the share of the
/// second largest, which could stand in for the first; `None` without a flow.
pub fn concentration(flows: &[f64]) -> Option<(f64, f64)> {
    let total: f64 = flows.iter().sum();
    if total <= 0.0 {
        return None;
    }
    let mut shares: Vec<f64> = flows.iter().map(|flow| flow / total).collect();
    shares.sort_by(|a, b| b.total_cmp(a));
    let hirschman = shares.iter().map(|share| share * share).sum();
    Some((hirschman, shares.get(1).copied().unwrap_or(0.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smaller_total_depends_more() {
        let found = dependence(10.0, Some(100.0), Some(1000.0));
        assert_eq!((found.of_a, found.of_b), (Some(0.1), Some(0.01)));
        assert!(found.asymmetry.expect("both are known") > EVEN);
        assert_eq!(dependence(10.0, None, Some(5.0)).asymmetry, None);
        assert_eq!(concentration(&[3.0, 1.0]), Some((0.625, 0.25)));
        assert_eq!(concentration(&[]), None);
    }
}

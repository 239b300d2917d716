//! The codes of all checks: stable words, default levels, and how many values each sentence quotes.

use crate::domain::check::{Finding, Level};

macro_rules! codes {
    ($($variant:ident $word:literal $level:ident $arity:literal),+ $(,)?) => {
        /// One way in which a datum or a request can be wrong. Some codes (`TM06`) cover two
        /// cases that need two sentences; these are two variants with one word.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($variant),+ }

        impl Code {
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];
            pub const COUNT: usize = Self::ALL.len();

            /// The stable word that officers and statistics name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $word),+ }
            }

            /// The level unless the rule says otherwise.
            pub const fn level(self) -> Level {
                match self { $(Code::$variant => Level::$level),+ }
            }

            /// How many values the finding carries in `detail`.
            pub const fn arity(self) -> usize {
                match self { $(Code::$variant => $arity),+ }
            }
        }
    };
}

codes! {
    Ip01 "IP01" Block 0, Ip02 "IP02" Block 1, Ip03 "IP03" Block 1, Ip04 "IP04" Block 1,
    Ip05 "IP05" Block 1, Ip06 "IP06" Warn 1, Ip07 "IP07" Info 1, Ip08 "IP08" Warn 1,
    Ip09 "IP09" Warn 1, Ip10 "IP10" Warn 1, Ip11 "IP11" Info 1, Ip12 "IP12" Warn 1,
    Ip13 "IP13" Info 1,
    Pt01 "PT01" Warn 0, Pt02 "PT02" Warn 1, Pt03 "PT03" Block 1, Pt04 "PT04" Warn 1,
    Pt05 "PT05" Info 1,
    Tm01 "TM01" Block 1, Tm01Missing "TM01" Block 0, Tm02 "TM02" Block 3, Tm03 "TM03" Warn 2, Tm04Gap "TM04" Block 2,
    Tm04Fold "TM04" Warn 4, Tm05 "TM05" Warn 1, Tm06Future "TM06" Block 1, Tm06Old "TM06" Warn 2,
    Tm07Reversed "TM07" Block 2, Tm07Wide "TM07" Warn 3, Tm08 "TM08" Warn 2, Tm09 "TM09" Info 2,
    Tm11 "TM11" Warn 2, Tm12 "TM12" Info 2, Tm12Partner "TM12" Info 3,
    U01 "U01" Block 0, U02 "U02" Warn 1, U03 "U03" Warn 0, U04 "U04" Warn 2, U05 "U05" Warn 1,
    U06 "U06" Warn 1, U07 "U07" Info 1, U09 "U09" Info 0, U10 "U10" Info 1,
    D01 "D01" Block 0, D02 "D02" Warn 1, D03 "D03" Info 1, D04 "D04" Warn 1, D05 "D05" Info 1,
    D06 "D06" Warn 0,
    Ac01 "AC01" Block 0, Ac02 "AC02" Warn 1, Ac03 "AC03" Warn 0, Ac04 "AC04" Warn 0,
    Ac05 "AC05" Warn 2,
    E01 "E01" Block 0, E02 "E02" Warn 1, E03 "E03" Info 1, E04 "E04" Warn 0, E05 "E05" Info 1,
    P01 "P01" Block 0, P02 "P02" Warn 1, P03 "P03" Warn 0, P04 "P04" Block 0,
    P05 "P05" Block 1, P05Country "P05" Info 2, P06 "P06" Warn 0, P07 "P07" Info 0,
    C01 "C01" Block 0, C02 "C02" Warn 0, C03 "C03" Warn 0, C04 "C04" Block 0, C05 "C05" Warn 1,
    C06 "C06" Info 0,
    H01 "H01" Block 1, H02 "H02" Warn 1, H03 "H03" Block 0, H04 "H04" Warn 0, H05 "H05" Info 0,
    H06 "H06" Warn 0,
    R01 "R01" Block 1, R02 "R02" Block 0, R02Date "R02" Warn 1, R03 "R03" Block 0,
    R03Late "R03" Block 2, R04 "R04" Warn 2, R05 "R05" Warn 1, R06 "R06" Block 0,
    R07 "R07" Warn 0, R08 "R08" Warn 2, R09 "R09" Block 2, R10 "R10" Warn 0, R11 "R11" Warn 2,
    R12 "R12" Warn 2, R13 "R13" Block 2, R14 "R14" Warn 0,
    R15Free "R15" Warn 0, R15Unknown "R15" Warn 1, R15Lookalike "R15" Warn 2,
    R15Domain "R15" Warn 3, R15Reply "R15" Warn 4,
    R16 "R16" Warn 1, R17 "R17" Warn 0, R18 "R18" Warn 1, R19 "R19" Warn 1, R20 "R20" Warn 1,
}

impl Code {
    /// The first code with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == word)
    }

    /// The code that a finding speaks of, told apart by what it quotes and its level.
    pub fn of(finding: &Finding) -> Option<Self> {
        Self::ALL.iter().copied().filter(|code| code.as_str() == finding.code).max_by_key(|code| {
            let fits = code.arity() == finding.detail.len();
            let level = code.level() == finding.level;
            (fits, level, std::cmp::Reverse(*code))
        })
    }

    pub(crate) fn finding(self, subject: &str, detail: &[&str]) -> Finding {
        debug_assert_eq!(detail.len(), self.arity(), "{self:?}");
        Finding {
            code: self.as_str(),
            level: self.level(),
            subject: subject.to_owned(),
            detail: detail.iter().map(|value| (*value).to_owned()).collect(),
        }
    }

    /// As `finding`, with a level that the circumstances set.
    pub(crate) fn at_level(self, level: Level, subject: &str, detail: &[&str]) -> Finding {
        Finding { level, ..self.finding(subject, detail) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_again_from_its_own_finding() {
        for &code in Code::ALL {
            let detail = vec!["x"; code.arity()];
            assert_eq!(Code::of(&code.finding("s", &detail)), Some(code));
            assert!(Code::from_word(code.as_str()).is_some());
        }
        assert_eq!(Code::from_word("ZZ99"), None);
    }
}

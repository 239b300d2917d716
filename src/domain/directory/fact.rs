//! What may be recorded of a contact, and of a call about a request.

use jiff::Timestamp;

use super::Fields;
use crate::domain::fact::words;
use crate::domain::{ChannelId, EntityId};

/// What may be recorded of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContactFact {
    Opened(Fields),
    /// Writes registers; the empty text clears one.
    Set(Fields),
    Tried(Try),
}

/// Somebody was called or written to, or a channel was proved by other means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Try {
    pub channel: ChannelId,
    pub outcome: Outcome,
    /// When it happened.
    pub at: Timestamp,
    /// The request it was about.
    pub request: Option<EntityId>,
    pub note: String,
}

/// A try as the request tells it: whom, on which number of the directory, with what outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    pub contact: EntityId,
    pub channel: ChannelId,
    /// The authority, as the directory named it then.
    pub name: String,
    pub kind: ChannelKind,
    /// The number or address as the directory had it then.
    pub value: String,
    pub outcome: Outcome,
    pub purpose: Purpose,
    pub at: Timestamp,
    pub note: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    Answered,
    /// A written message was answered.
    Replied,
    Busy,
    NoAnswer,
    /// Somebody else has this number now.
    Wrong,
    /// Answered, and would not help.
    Refused,
    /// A written message came back.
    Bounced,
    /// Proved by other means, without a try.
    Verified,
}
words!(Outcome {
    Answered = "answered", Replied = "replied", Busy = "busy", NoAnswer = "no_answer", Wrong = "wrong",
    Refused = "refused", Bounced = "bounced", Verified = "verified",
});

impl Outcome {
    /// Somebody of this contact was there: the channel works.
    pub fn reached(self) -> bool {
        matches!(self, Self::Answered | Self::Replied | Self::Refused)
    }

    /// The channel is known to be this contact's.
    pub fn proves(self) -> bool {
        self.reached() || self == Self::Verified
    }
}

/// Why somebody was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Purpose {
    #[default]
    Talk,
    /// Call-back: did this contact send the request?
    Authenticity,
    /// Test of the channel.
    Ping,
}
words!(Purpose { Talk = "talk", Authenticity = "authenticity", Ping = "ping" });

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ChannelKind {
    /// Answered at any hour.
    PhoneEmergency,
    #[default]
    Phone,
    Cell,
    Fax,
    Email,
    SecureMail,
    Portal,
    /// INTERPOL's network, by the call sign of the bureau.
    I247,
}
words!(ChannelKind {
    PhoneEmergency = "phone_emergency", Phone = "phone", Cell = "cell", Fax = "fax", Email = "email",
    SecureMail = "secure_mail", Portal = "portal", I247 = "i247",
});

impl ChannelKind {
    /// A voice answers.
    pub fn is_voice(self) -> bool {
        matches!(self, Self::PhoneEmergency | Self::Phone | Self::Cell)
    }

    /// Its value is a telephone number.
    pub fn is_number(self) -> bool {
        self.is_voice() || self == Self::Fax
    }

    /// Its value is an address of electronic mail.
    pub fn is_mail(self) -> bool {
        matches!(self, Self::Email | Self::SecureMail)
    }

    /// A poisoned value would defeat call-back.
    pub fn is_guarded(self) -> bool {
        self.is_number() || self.is_mail()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 24/7 point of contact of ETS 185 Article 35.
    Art35,
    /// 24/7 High Tech Crime Network of the G7.
    G7,
    /// National Central Bureau of INTERPOL.
    Ncb,
    CentralAuthority,
    /// Authority of the Second Protocol's direct co-operation.
    ProtocolAuthority,
    Prosecutor,
    Police,
    Ministry,
    /// Another declared contact point of our own country.
    OtherPoint,
    Csirt,
    CyberAgency,
    TelecomRegulator,
    DataProtection,
    Provider,
    Registrar,
    Other,
}
words!(Role {
    Art35 = "art35", G7 = "g7", Ncb = "ncb", CentralAuthority = "central_authority",
    ProtocolAuthority = "protocol_authority", Prosecutor = "prosecutor", Police = "police",
    Ministry = "ministry", OtherPoint = "other_point", Csirt = "csirt", CyberAgency = "cyber_agency",
    TelecomRegulator = "telecom_regulator", DataProtection = "data_protection", Provider = "provider",
    Registrar = "registrar", Other = "other",
});

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Encryption {
    #[default]
    None,
    Pgp,
    Smime,
}
words!(Encryption { None = "none", Pgp = "pgp", Smime = "smime" });

/// Whether a provider tells its customer about an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Notifies {
    Never,
    /// Unless it is forbidden to.
    UnlessOrdered,
    Delayed,
    Always,
}
words!(Notifies {
    Never = "never", UnlessOrdered = "unless_ordered", Delayed = "delayed", Always = "always",
});

//! The catalogue that the program carries: every file under `assets/catalogue`, in reading order.

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/catalogue/", $path)))),+]
    };
}

/// File name (relative to the catalogue) and text of each built-in file.
pub fn builtin() -> &'static [(&'static str, &'static str)] {
    files![
        "common.toml",
        "phrases.toml",
        "instruments.toml",
        "countries.toml",
        "partner_periods.toml",
        "parties.toml",
        "kinds/aimc.toml",
        "kinds/arab2010.toml",
        "kinds/cets224.toml",
        "kinds/ets185.toml",
        "kinds/g7.toml",
        "kinds/interpol.toml",
        "kinds/other.toml",
        "kinds/uncc.toml",
        "workflows/acts.toml",
        "workflows/states.toml",
        "workflows/advice_in.toml",
        "workflows/advice_out.toml",
        "workflows/domain_in.toml",
        "workflows/domain_out.toml",
        "workflows/domestic.toml",
        "workflows/emergency_in.toml",
        "workflows/emergency_out.toml",
        "workflows/extension_in.toml",
        "workflows/extension_out.toml",
        "workflows/foreign_order.toml",
        "workflows/generic_in.toml",
        "workflows/generic_out.toml",
        "workflows/giving_effect_in.toml",
        "workflows/giving_effect_out.toml",
        "workflows/locate_in.toml",
        "workflows/locate_out.toml",
        "workflows/log_only.toml",
        "workflows/mla_followup.toml",
        "workflows/mla_in.toml",
        "workflows/mla_out.toml",
        "workflows/notification_in.toml",
        "workflows/notification_out.toml",
        "workflows/ping_in.toml",
        "workflows/ping_out.toml",
        "workflows/preservation_in.toml",
        "workflows/preservation_out.toml",
        "workflows/spontaneous_in.toml",
        "workflows/spontaneous_out.toml",
        "workflows/subscriber_in.toml",
        "workflows/subscriber_out.toml",
        "workflows/urgent_direct_in.toml",
        "workflows/urgent_direct_out.toml",
    ]
}

//! Ranges of IP addresses (RFC 4632, RFC 4291), in the one spelling that every reader takes for the same range.

use std::net::IpAddr;

use super::text_type;

text_type!(
    /// A range of IPv4 or IPv6 addresses in canonical form.
    Cidr,
    "a range of IP addresses in canonical form such as `10.0.20.0/24` or `2001:db8::/32`: no bit set behind the prefix, \
     no leading zeros, lower case",
    |text| is_canonical(text).is_some_and(|canonical| canonical)
);

fn is_canonical(text: &str) -> Option<bool> {
    let (address, length) = text.split_once('/')?;
    let (address, length): (IpAddr, u32) = (address.parse().ok()?, length.parse().ok()?);
    let (bits, width): (u128, u32) = match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        // An IPv4 address in IPv6 clothes is one that some readers take for the one and some for the other.
        IpAddr::V6(address) if address.to_ipv4_mapped().is_some() => return None,
        IpAddr::V6(address) => (address.to_bits(), 128),
    };
    let behind = width.checked_sub(length)?;
    // All 128 bits lie behind a prefix of length 0.
    let has_host_bits = bits & 1_u128.checked_shl(behind).map_or(u128::MAX, |bit| bit - 1) != 0;
    Some(!has_host_bits && format!("{address}/{length}") == text)
}

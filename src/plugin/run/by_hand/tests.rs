//! What people read.

use expect_test::expect;

use super::*;
use crate::handshake::Refusal;

const OPTIONS: Options = Options { address: "registry.terraform.io/acme/acme", version: "1.2.3" };

#[test]
fn a_complaint_is_one_line() {
    expect![[r#"
        terraform-provider-acme: the client offers plugin protocol 5, this provider speaks 6: Terraform 1.0 or OpenTofu 1.6 is needed at least
    "#]]
    .assert_eq(&complaint(&OPTIONS, &Refusal::Protocol("5".to_owned())));
}

#[test]
fn a_complaint_has_every_cause() {
    let error = crate::listen::ListenError::Socket("/x".to_owned(), io::Error::other("full"));
    expect![[r#"
        terraform-provider-acme: failed to listen on a socket in /x: full
    "#]]
    .assert_eq(&complaint(&OPTIONS, &error));
}

#[test]
fn both_clients_can_attach() {
    let address = Address { network: "unix", text: "/tmp/socket".to_owned() };
    let text = reattach(&OPTIONS, &address).replace(&std::process::id().to_string(), "PID");
    expect![[r#"
        terraform-provider-acme 1.2.3 is ready. Anyone who can reach /tmp/socket can use it; keep it to this machine.
        To attach Terraform or OpenTofu, run in its shell:

          export TF_REATTACH_PROVIDERS='{"registry.opentofu.org/acme/acme":{"Addr":{"Network":"unix","String":"/tmp/socket"},"Pid":PID,"Protocol":"grpc","ProtocolVersion":6,"Test":true},"registry.terraform.io/acme/acme":{"Addr":{"Network":"unix","String":"/tmp/socket"},"Pid":PID,"Protocol":"grpc","ProtocolVersion":6,"Test":true}}'

        Ctrl-C ends it.
    "#]]
    .assert_eq(&text);
}

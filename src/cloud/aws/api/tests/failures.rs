//! What is said of calls that fail.

use super::*;

async fn told(reply: Option<(u16, &str)>, request: Request) -> String {
    said(&Server::of(&reply.into_iter().collect::<Vec<_>>()), request).await
}

/// What comes of a call.
pub(super) async fn said(server: &Server, request: Request) -> String {
    match server.api().call(None, request).await {
        Ok(answer) => format!("{answer}\n"),
        Err(AwsError::Refused { code, message }) => format!("refused, {code}: {message}\n"),
        Err(AwsError::Cloud(error)) => {
            let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            format!("{error}: {cause}\n")
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn failures_are_told_apart() {
    let create = || Request {
        password: Some(SecretText::new("hunter2")),
        ..Request::new(Action::CreateDbInstance, json!({ "DBInstanceIdentifier": "orders" }))
    };
    let list = || Request::new(Action::DescribeDbInstances, json!({}));
    let mut lines = String::new();
    for (status, code, message) in [
        (400, "DBInstanceAlreadyExists", "DB instance already exists"),
        (400, "StorageQuotaExceededFault", "too much\n of it"),
        (
            403,
            "AccessDenied",
            "User: arn:aws:iam::1:user/u is not authorized to perform: rds:CreateDBInstance",
        ),
        (403, "InvalidClientTokenId", "The security token included in the request is invalid"),
        (403, "SignatureDoesNotMatch", "The canonical string\nfor this request should have been"),
        (503, "ServiceUnavailable", "busy"),
        (400, "Throttling", "Rate exceeded"),
    ] {
        lines += &told(Some((status, &refusal(code, message))), create()).await;
    }
    lines += &told(Some((500, "<html>hunter2</html>")), create()).await;
    lines += &told(Some((200, "hunter2")), create()).await;
    lines += &told(None, create()).await;
    lines += &told(Some((403, &refusal("AccessDenied", "no"))), list()).await;
    let role = Request::new(Action::DeleteRole, json!({ "RoleName": "monitor" }));
    lines += &told(Some((409, &refusal("DeleteConflict", "Must detach all policies first"))), role).await;
    expect_test::expect![[r#"
        refused, DBInstanceAlreadyExists: DB instance already exists
        refused, StorageQuotaExceeded: too much of it
        not allowed to CreateDBInstance `orders`: AccessDenied: User: arn:aws:iam::1:user/u is not authorized to perform: rds:CreateDBInstance
        https://rds.eu-west-1.amazonaws.com does not accept the credentials: InvalidClientTokenId: The security token included in the request is invalid
        https://rds.eu-west-1.amazonaws.com does not accept the credentials: SignatureDoesNotMatch: The canonical string
        https://rds.eu-west-1.amazonaws.com cannot be reached: ServiceUnavailable: busy
        refused, Throttling: Rate exceeded
        failed to CreateDBInstance `orders`: HTTP status 500, and nothing that can be read
        failed to CreateDBInstance `orders`: HTTP status 200, and nothing that can be read
        https://rds.eu-west-1.amazonaws.com cannot be reached: dispatch failure: io error: nobody is there
        not allowed to DescribeDBInstances in eu-west-1: AccessDenied: no
        refused, DeleteConflict: Must detach all policies first
    "#]].assert_eq(&lines);
}

#[tokio::test(flavor = "current_thread")]
async fn what_does_not_exist_is_an_empty_answer() {
    let mut lines = String::new();
    for (action, parameters, code) in [
        (Action::DescribeDbInstances, json!({ "DBInstanceIdentifier": "a" }), "DBInstanceNotFound"),
        (Action::DescribeDbInstances, json!({ "DBInstanceIdentifier": "a" }), "DBInstanceNotFoundFault"),
        (
            Action::DescribeDbParameterGroup,
            json!({ "DBParameterGroupName": "a" }),
            "DBParameterGroupNotFound",
        ),
        (Action::DescribeDbSubnetGroup, json!({ "DBSubnetGroupName": "a" }), "DBSubnetGroupNotFoundFault"),
        (
            Action::DescribeDbInstanceAutomatedBackups,
            json!({ "DbiResourceId": "db-A" }),
            "DBInstanceAutomatedBackupNotFound",
        ),
        (
            Action::DescribeBlueGreenDeployments,
            json!({ "BlueGreenDeploymentIdentifier": "bgd-a" }),
            "BlueGreenDeploymentNotFoundFault",
        ),
        (Action::DescribeBlueGreenDeployments, json!({}), "InvalidAction"),
        (Action::DescribeBlueGreenDeployments, json!({}), "UnknownOperationException"),
        (Action::GetRole, json!({ "RoleName": "monitor" }), "NoSuchEntity"),
    ] {
        lines += &told(Some((400, &refusal(code, "no"))), Request::new(action, parameters)).await;
    }
    for status in [404, 501] {
        let request = Request::new(Action::DescribeBlueGreenDeployments, json!({}));
        lines += &told(Some((status, "<html>not here</html>")), request).await;
    }
    expect_test::expect![[r#"
        []
        []
        null
        null
        []
        []
        []
        []
        null
        []
        []
    "#]]
    .assert_eq(&lines);
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_call_does_not_take_is_not_left_out() {
    let mut lines = String::new();
    for parameters in [
        json!({ "DBInstanceIdentifier": "a", "DeletionProtektion": true, "BackupTarget": "hunter2" }),
        json!({ "DBInstanceIdentifier": "a", "DeletionProtection": "yes", "Iops": 3.5, "Tags": { "a": 1 } }),
    ] {
        lines += &told(None, Request::new(Action::CreateDbInstance, parameters)).await;
    }
    expect_test::expect![[r#"
        failed to CreateDBInstance `a`: the call does not take `BackupTarget`, `DeletionProtektion`, or not with such a value; it was not made
        failed to CreateDBInstance `a`: the call does not take `DeletionProtection`, `Iops`, `Tags`, or not with such a value; it was not made
    "#]].assert_eq(&lines);
}

#[tokio::test(flavor = "current_thread")]
async fn policies_of_a_role_are_none_only_where_that_is_sure() {
    let role = result(
        "GetRole",
        "<Role><Path>/</Path><RoleName>monitor</RoleName><RoleId>A</RoleId><Arn>arn:role</Arn>\
         <CreateDate>2026-11-01T10:00:00Z</CreateDate></Role>",
    );
    let attached = result("ListAttachedRolePolicies", "<IsTruncated>false</IsTruncated>");
    let listed = result(
        "ListRolePolicies",
        "<PolicyNames><member>backup</member></PolicyNames><IsTruncated>false</IsTruncated>",
    );
    let document = result("GetRolePolicy", "<PolicyDocument>%7B</PolicyDocument>");
    let mut lines = String::new();
    for last in [
        vec![(400, refusal("InvalidAction", "The action ListRolePolicies is not valid"))],
        vec![(404, refusal("NoSuchEntity", "The role cannot be found"))],
        vec![(404, "<html>not here</html>".to_owned())],
        vec![(403, refusal("AccessDenied", "not authorized to perform: iam:ListRolePolicies"))],
        vec![(200, listed.clone()), (404, refusal("NoSuchEntity", "The role policy cannot be found"))],
        vec![(200, listed.clone()), (400, refusal("InvalidAction", "The action GetRolePolicy is not valid"))],
        vec![(200, listed.clone()), (200, document)],
    ] {
        let mut replies = vec![(200, role.as_str()), (200, attached.as_str())];
        replies.extend(last.iter().map(|(status, body)| (*status, body.as_str())));
        let request = Request::new(Action::GetRole, json!({ "RoleName": "monitor" }));
        lines += &said(&Server::of(&replies), request).await;
    }
    expect_test::expect![[r#"
        {"Arn":"arn:role","CreateDate":"2026-11-01T10:00:00Z","Path":"/","Policies":{},"PolicyArns":[],"RoleId":"A","RoleName":"monitor","Tags":{}}
        null
        failed to GetRole `monitor`: HTTP status 404, and nothing that can be read
        not allowed to GetRole `monitor`: AccessDenied: not authorized to perform: iam:ListRolePolicies
        {"Arn":"arn:role","CreateDate":"2026-11-01T10:00:00Z","Path":"/","Policies":{},"PolicyArns":[],"RoleId":"A","RoleName":"monitor","Tags":{}}
        refused, InvalidAction: The action GetRolePolicy is not valid
        failed to GetRole `monitor`: the document of its policy `backup` is not JSON
    "#]].assert_eq(&lines);
}

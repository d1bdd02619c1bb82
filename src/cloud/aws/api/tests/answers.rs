//! Answers of AWS, as it gives them, against what is made of them.

use super::*;

/// The answer to a call, from replies in their order.
pub(super) async fn answer(action: Action, parameters: Value, replies: &[String]) -> String {
    let replies: Vec<_> = replies.iter().map(|reply| (200, reply.as_str())).collect();
    let answer = Server::of(&replies).api().call(None, Request::new(action, parameters)).await.unwrap();
    serde_json::to_string_pretty(&answer).unwrap() + "\n"
}

#[tokio::test(flavor = "current_thread")]
async fn deployments_and_backups_are_told() {
    let deployments = result(
        "DescribeBlueGreenDeployments",
        "<BlueGreenDeployments><member><BlueGreenDeploymentIdentifier>bgd-a</BlueGreenDeploymentIdentifier>\
         <BlueGreenDeploymentName>up</BlueGreenDeploymentName><Source>arn:blue</Source><Target>arn:green</Target>\
         <SwitchoverDetails><member><SourceMember>arn:blue</SourceMember><TargetMember>arn:green</TargetMember>\
         <Status>AVAILABLE</Status></member></SwitchoverDetails>\
         <Tasks><member><Name>CREATING_READ_REPLICA_OF_SOURCE</Name><Status>COMPLETED</Status></member></Tasks>\
         <Status>AVAILABLE</Status><StatusDetails>fine</StatusDetails><CreateTime>2026-11-23T11:00:00.5Z</CreateTime>\
         <TagList><Tag><Key>a</Key><Value>b</Value></Tag></TagList></member></BlueGreenDeployments>",
    );
    let backups = result(
        "DescribeDBInstanceAutomatedBackups",
        "<DBInstanceAutomatedBackups><DBInstanceAutomatedBackup><DBInstanceArn>arn:db</DBInstanceArn>\
         <DbiResourceId>db-A</DbiResourceId><Region>eu-west-1</Region><DBInstanceIdentifier>orders</DBInstanceIdentifier>\
         <RestoreWindow><EarliestTime>2026-11-10T00:00:00Z</EarliestTime><LatestTime>2026-11-23T11:55:00Z</LatestTime>\
         </RestoreWindow><Status>active</Status><Encrypted>true</Encrypted><KmsKeyId>k</KmsKeyId>\
         <BackupRetentionPeriod>7</BackupRetentionPeriod><DBInstanceAutomatedBackupsArn>arn:b</DBInstanceAutomatedBackupsArn>\
         </DBInstanceAutomatedBackup></DBInstanceAutomatedBackups>",
    );
    let mut told = answer(Action::DescribeBlueGreenDeployments, json!({}), &[deployments]).await;
    told += &answer(Action::DescribeDbInstanceAutomatedBackups, json!({}), &[backups]).await;
    expect_test::expect![[r#"
        [
          {
            "BlueGreenDeploymentIdentifier": "bgd-a",
            "BlueGreenDeploymentName": "up",
            "CreateTime": "2026-11-23T11:00:00Z",
            "Source": "arn:blue",
            "Status": "AVAILABLE",
            "StatusDetails": "fine",
            "SwitchoverDetails": [
              {
                "SourceMember": "arn:blue",
                "Status": "AVAILABLE",
                "TargetMember": "arn:green"
              }
            ],
            "Tags": {
              "a": "b"
            },
            "Target": "arn:green",
            "Tasks": [
              {
                "Name": "CREATING_READ_REPLICA_OF_SOURCE",
                "Status": "COMPLETED"
              }
            ]
          }
        ]
        [
          {
            "BackupRetentionPeriod": 7,
            "DBInstanceArn": "arn:db",
            "DBInstanceAutomatedBackupsArn": "arn:b",
            "DBInstanceIdentifier": "orders",
            "DbiResourceId": "db-A",
            "Encrypted": true,
            "KmsKeyId": "k",
            "Region": "eu-west-1",
            "RestoreWindow": {
              "EarliestTime": "2026-11-10T00:00:00Z",
              "LatestTime": "2026-11-23T11:55:00Z"
            },
            "Status": "active",
            "Tags": {}
          }
        ]
    "#]]
    .assert_eq(&told);
}

#[tokio::test(flavor = "current_thread")]
async fn groups_are_told_with_their_tags() {
    let tags = result("ListTagsForResource", "<TagList><Tag><Key>a</Key><Value>b</Value></Tag></TagList>");
    let parameters = [
        result(
            "DescribeDBParameterGroups",
            "<DBParameterGroups><DBParameterGroup><DBParameterGroupName>pg</DBParameterGroupName>\
             <DBParameterGroupFamily>postgres17</DBParameterGroupFamily><Description>d</Description>\
             <DBParameterGroupArn>arn:pg</DBParameterGroupArn></DBParameterGroup></DBParameterGroups>",
        ),
        tags.clone(),
        result(
            "DescribeDBParameters",
            "<Parameters><Parameter><ParameterName>work_mem</ParameterName><ParameterValue>64</ParameterValue>\
             <ApplyMethod>immediate</ApplyMethod><DataType>integer</DataType></Parameter></Parameters><Marker>m</Marker>",
        ),
        result(
            "DescribeDBParameters",
            "<Parameters><Parameter><ParameterName>max_connections</ParameterName><ParameterValue>200</ParameterValue>\
             <ApplyMethod>pending-reboot</ApplyMethod></Parameter></Parameters>",
        ),
    ];
    let subnets = [
        result(
            "DescribeDBSubnetGroups",
            "<DBSubnetGroups><DBSubnetGroup><DBSubnetGroupName>net</DBSubnetGroupName><VpcId>vpc-1</VpcId>\
             <DBSubnetGroupDescription>d</DBSubnetGroupDescription><DBSubnetGroupArn>arn:net</DBSubnetGroupArn>\
             <Subnets><Subnet><SubnetIdentifier>subnet-1</SubnetIdentifier></Subnet></Subnets></DBSubnetGroup></DBSubnetGroups>",
        ),
        tags,
    ];
    let name = json!({ "DBParameterGroupName": "pg" });
    let mut told = answer(Action::DescribeDbParameterGroup, name, &parameters).await;
    told += &answer(Action::DescribeDbSubnetGroup, json!({ "DBSubnetGroupName": "net" }), &subnets).await;
    expect_test::expect![[r#"
        {
          "DBParameterGroupArn": "arn:pg",
          "DBParameterGroupFamily": "postgres17",
          "DBParameterGroupName": "pg",
          "Description": "d",
          "Parameters": [
            {
              "ApplyMethod": "immediate",
              "ParameterName": "work_mem",
              "ParameterValue": "64"
            },
            {
              "ApplyMethod": "pending-reboot",
              "ParameterName": "max_connections",
              "ParameterValue": "200"
            }
          ],
          "Tags": {
            "a": "b"
          }
        }
        {
          "DBSubnetGroupArn": "arn:net",
          "DBSubnetGroupDescription": "d",
          "DBSubnetGroupName": "net",
          "SubnetIds": [
            "subnet-1"
          ],
          "Subnets": [
            "subnet-1"
          ],
          "Tags": {
            "a": "b"
          },
          "VpcId": "vpc-1"
        }
    "#]]
    .assert_eq(&told);
}

#[tokio::test(flavor = "current_thread")]
async fn the_catalog_and_roles_are_told() {
    let versions = result(
        "DescribeDBEngineVersions",
        "<DBEngineVersions><DBEngineVersion><Engine>postgres</Engine><EngineVersion>17.4</EngineVersion>\
         <Status>available</Status><DBParameterGroupFamily>postgres17</DBParameterGroupFamily><ValidUpgradeTarget>\
         <UpgradeTarget><EngineVersion>17.5</EngineVersion></UpgradeTarget>\
         <UpgradeTarget><EngineVersion>18.1</EngineVersion></UpgradeTarget></ValidUpgradeTarget>\
         </DBEngineVersion></DBEngineVersions>",
    );
    let events = result(
        "DescribeEvents",
        "<Events><Event><SourceIdentifier>orders</SourceIdentifier><Message>DB instance restarted</Message>\
         <Date>2026-11-23T11:00:00.75Z</Date></Event></Events>",
    );
    let options = result(
        "DescribeOrderableDBInstanceOptions",
        "<OrderableDBInstanceOptions><OrderableDBInstanceOption><DBInstanceClass>db.m7g.large</DBInstanceClass>\
         <AvailabilityZones><AvailabilityZone><Name>eu-west-1a</Name></AvailabilityZone></AvailabilityZones>\
         <MaxIopsPerGib>0.5</MaxIopsPerGib></OrderableDBInstanceOption></OrderableDBInstanceOptions><Marker>m</Marker>",
    );
    let role = [
        result(
            "GetRole",
            "<Role><Path>/</Path><RoleName>monitor</RoleName><RoleId>A</RoleId><Arn>arn:role</Arn>\
             <CreateDate>2026-11-01T10:00:00Z</CreateDate><Description>d</Description>\
             <AssumeRolePolicyDocument>%7B%22a%22%3A%20%22b%22%7D</AssumeRolePolicyDocument>\
             <Tags><member><Key>team</Key><Value>web</Value></member></Tags></Role>",
        ),
        result(
            "ListAttachedRolePolicies",
            "<AttachedPolicies><member><PolicyName>p</PolicyName><PolicyArn>arn:p</PolicyArn></member></AttachedPolicies>\
             <IsTruncated>false</IsTruncated>",
        ),
        result(
            "ListRolePolicies",
            "<PolicyNames><member>backup</member></PolicyNames><IsTruncated>true</IsTruncated><Marker>m</Marker>",
        ),
        result(
            "ListRolePolicies",
            "<PolicyNames><member>more</member></PolicyNames><IsTruncated>false</IsTruncated>",
        ),
        result(
            "GetRolePolicy",
            "<RoleName>monitor</RoleName><PolicyName>backup</PolicyName>\
             <PolicyDocument>%7B%22Statement%22%3A%20%5B%5D%7D</PolicyDocument>",
        ),
        result(
            "GetRolePolicy",
            "<RoleName>monitor</RoleName><PolicyName>more</PolicyName><PolicyDocument>%7B%7D</PolicyDocument>",
        ),
    ];
    let mut told = answer(Action::DescribeDbEngineVersions, json!({}), &[versions]).await;
    told += &answer(Action::DescribeEvents, json!({}), &[events]).await;
    told += &answer(Action::DescribeOrderableDbInstanceOptions, json!({}), &[options]).await;
    told += &answer(Action::GetRole, json!({ "RoleName": "monitor" }), &role).await;
    expect_test::expect![[r#"
        [
          {
            "DBParameterGroupFamily": "postgres17",
            "Engine": "postgres",
            "EngineVersion": "17.4",
            "Status": "available",
            "ValidUpgradeTarget": [
              "17.5",
              "18.1"
            ]
          }
        ]
        [
          {
            "Date": "2026-11-23T11:00:00Z",
            "Message": "DB instance restarted",
            "SourceIdentifier": "orders"
          }
        ]
        [
          {
            "AvailabilityZones": [
              "eu-west-1a"
            ],
            "DBInstanceClass": "db.m7g.large",
            "MaxIopsPerGib": 0.5
          }
        ]
        {
          "Arn": "arn:role",
          "AssumeRolePolicyDocument": "{\"a\": \"b\"}",
          "CreateDate": "2026-11-01T10:00:00Z",
          "Description": "d",
          "Path": "/",
          "Policies": {
            "backup": {
              "Statement": []
            },
            "more": {}
          },
          "PolicyArns": [
            "arn:p"
          ],
          "RoleId": "A",
          "RoleName": "monitor",
          "Tags": {
            "team": "web"
          }
        }
    "#]]
    .assert_eq(&told);
}

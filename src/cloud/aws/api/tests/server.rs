//! A database server as AWS tells it, against what is made of it.

use super::answers::answer;
use super::*;

const ORDERS: &str = r#"<DescribeDBInstancesResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
<DescribeDBInstancesResult><DBInstances><DBInstance>
  <DBInstanceIdentifier>orders</DBInstanceIdentifier><DBInstanceClass>db.m7g.large</DBInstanceClass>
  <Engine>postgres</Engine><DBInstanceStatus>available</DBInstanceStatus><MasterUsername>root</MasterUsername>
  <DBName>app</DBName>
  <Endpoint><Address>orders.abc.eu-west-1.rds.amazonaws.com</Address><Port>5432</Port><HostedZoneId>Z1</HostedZoneId></Endpoint>
  <AllocatedStorage>100</AllocatedStorage><InstanceCreateTime>2026-11-01T10:00:00.123Z</InstanceCreateTime>
  <PreferredBackupWindow>01:00-02:00</PreferredBackupWindow><BackupRetentionPeriod>14</BackupRetentionPeriod>
  <DBSecurityGroups/>
  <VpcSecurityGroups><VpcSecurityGroupMembership><VpcSecurityGroupId>sg-1</VpcSecurityGroupId><Status>active</Status></VpcSecurityGroupMembership></VpcSecurityGroups>
  <DBParameterGroups><DBParameterGroup><DBParameterGroupName>pg</DBParameterGroupName><ParameterApplyStatus>pending-reboot</ParameterApplyStatus></DBParameterGroup></DBParameterGroups>
  <AvailabilityZone>eu-west-1a</AvailabilityZone>
  <DBSubnetGroup><DBSubnetGroupName>net</DBSubnetGroupName><DBSubnetGroupDescription>d</DBSubnetGroupDescription><VpcId>vpc-1</VpcId>
    <SubnetGroupStatus>Complete</SubnetGroupStatus><Subnets>
    <Subnet><SubnetIdentifier>subnet-1</SubnetIdentifier><SubnetAvailabilityZone><Name>eu-west-1a</Name></SubnetAvailabilityZone><SubnetStatus>Active</SubnetStatus></Subnet>
    <Subnet><SubnetIdentifier>subnet-2</SubnetIdentifier></Subnet></Subnets></DBSubnetGroup>
  <PreferredMaintenanceWindow>sun:03:00-sun:04:00</PreferredMaintenanceWindow>
  <PendingModifiedValues><DBInstanceClass>db.m7g.xlarge</DBInstanceClass><MasterUserPassword>****</MasterUserPassword>
    <DBInstanceIdentifier>orders2</DBInstanceIdentifier><EngineVersion>18.1</EngineVersion>
    <PendingCloudwatchLogsExports><LogTypesToEnable><member>upgrade</member></LogTypesToEnable></PendingCloudwatchLogsExports>
  </PendingModifiedValues>
  <LatestRestorableTime>2026-11-23T11:55:00Z</LatestRestorableTime><MultiAZ>true</MultiAZ><EngineVersion>17.4</EngineVersion>
  <AutoMinorVersionUpgrade>false</AutoMinorVersionUpgrade>
  <ReadReplicaSourceDBInstanceIdentifier>first</ReadReplicaSourceDBInstanceIdentifier>
  <ReadReplicaDBInstanceIdentifiers><ReadReplicaDBInstanceIdentifier>orders-r</ReadReplicaDBInstanceIdentifier></ReadReplicaDBInstanceIdentifiers>
  <Iops>3000</Iops><StorageThroughput>125</StorageThroughput><SecondaryAvailabilityZone>eu-west-1b</SecondaryAvailabilityZone>
  <PubliclyAccessible>false</PubliclyAccessible>
  <StatusInfos><DBInstanceStatusInfo><StatusType>read replication</StatusType><Normal>true</Normal><Status>replicating</Status></DBInstanceStatusInfo></StatusInfos>
  <StorageType>gp3</StorageType><DbInstancePort>0</DbInstancePort><StorageEncrypted>true</StorageEncrypted><KmsKeyId>arn:key</KmsKeyId>
  <DbiResourceId>db-A</DbiResourceId><CACertificateIdentifier>rds-ca-rsa2048-g1</CACertificateIdentifier>
  <CopyTagsToSnapshot>true</CopyTagsToSnapshot><MonitoringInterval>60</MonitoringInterval>
  <MonitoringRoleArn>arn:role</MonitoringRoleArn><DBInstanceArn>arn:aws:rds:eu-west-1:1:db:orders</DBInstanceArn>
  <IAMDatabaseAuthenticationEnabled>true</IAMDatabaseAuthenticationEnabled>
  <PerformanceInsightsEnabled>true</PerformanceInsightsEnabled><PerformanceInsightsKMSKeyId>arn:pi</PerformanceInsightsKMSKeyId>
  <PerformanceInsightsRetentionPeriod>7</PerformanceInsightsRetentionPeriod>
  <EnabledCloudwatchLogsExports><member>postgresql</member></EnabledCloudwatchLogsExports>
  <DeletionProtection>true</DeletionProtection><MaxAllocatedStorage>500</MaxAllocatedStorage>
  <TagList><Tag><Key>team</Key><Value>web</Value></Tag><Tag><Key>empty</Key><Value></Value></Tag></TagList>
  <NetworkType>IPV4</NetworkType>
  <DBInstanceAutomatedBackupsReplications><DBInstanceAutomatedBackupsReplication><DBInstanceAutomatedBackupsArn>arn:copy</DBInstanceAutomatedBackupsArn></DBInstanceAutomatedBackupsReplication></DBInstanceAutomatedBackupsReplications>
  <CertificateDetails><CAIdentifier>rds-ca-rsa2048-g1</CAIdentifier><ValidTill>2027-11-01T10:00:00Z</ValidTill></CertificateDetails>
  <MasterUserSecret><SecretArn>arn:secret</SecretArn><SecretStatus>active</SecretStatus><KmsKeyId>arn:key2</KmsKeyId></MasterUserSecret>
</DBInstance></DBInstances></DescribeDBInstancesResult>
<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DescribeDBInstancesResponse>"#;

#[tokio::test(flavor = "current_thread")]
async fn a_server_is_told_by_the_names_of_aws() {
    let name = json!({ "DBInstanceIdentifier": "orders" });
    let told = answer(Action::DescribeDbInstances, name, &[ORDERS.to_owned()]).await;
    expect_test::expect![[r#"
        [
          {
            "AllocatedStorage": 100,
            "AutoMinorVersionUpgrade": false,
            "AvailabilityZone": "eu-west-1a",
            "BackupRetentionPeriod": 14,
            "CACertificateIdentifier": "rds-ca-rsa2048-g1",
            "CertificateDetails": {
              "CAIdentifier": "rds-ca-rsa2048-g1",
              "ValidTill": "2027-11-01T10:00:00Z"
            },
            "CopyTagsToSnapshot": true,
            "DBInstanceArn": "arn:aws:rds:eu-west-1:1:db:orders",
            "DBInstanceAutomatedBackupsReplications": [
              "arn:copy"
            ],
            "DBInstanceClass": "db.m7g.large",
            "DBInstanceIdentifier": "orders",
            "DBInstanceStatus": "available",
            "DBName": "app",
            "DBParameterGroups": [
              {
                "DBParameterGroupName": "pg",
                "ParameterApplyStatus": "pending-reboot"
              }
            ],
            "DBSubnetGroup": {
              "DBSubnetGroupDescription": "d",
              "DBSubnetGroupName": "net",
              "SubnetGroupStatus": "Complete",
              "SubnetIds": [
                "subnet-1",
                "subnet-2"
              ],
              "Subnets": [
                "subnet-1",
                "subnet-2"
              ],
              "VpcId": "vpc-1"
            },
            "DbInstancePort": 0,
            "DbiResourceId": "db-A",
            "DeletionProtection": true,
            "EnabledCloudwatchLogsExports": [
              "postgresql"
            ],
            "Endpoint": {
              "Address": "orders.abc.eu-west-1.rds.amazonaws.com",
              "HostedZoneId": "Z1",
              "Port": 5432
            },
            "Engine": "postgres",
            "EngineVersion": "17.4",
            "IAMDatabaseAuthenticationEnabled": true,
            "InstanceCreateTime": "2026-11-01T10:00:00Z",
            "Iops": 3000,
            "KmsKeyId": "arn:key",
            "LatestRestorableTime": "2026-11-23T11:55:00Z",
            "MasterUserSecret": {
              "KmsKeyId": "arn:key2",
              "SecretArn": "arn:secret",
              "SecretStatus": "active"
            },
            "MasterUsername": "root",
            "MaxAllocatedStorage": 500,
            "MonitoringInterval": 60,
            "MonitoringRoleArn": "arn:role",
            "MultiAZ": true,
            "NetworkType": "IPV4",
            "PendingModifiedValues": {
              "DBInstanceClass": "db.m7g.xlarge",
              "DBInstanceIdentifier": "orders2",
              "EngineVersion": "18.1",
              "MasterUserPassword": true,
              "PendingCloudwatchLogsExports": {
                "LogTypesToEnable": [
                  "upgrade"
                ]
              }
            },
            "PerformanceInsightsEnabled": true,
            "PerformanceInsightsKMSKeyId": "arn:pi",
            "PerformanceInsightsRetentionPeriod": 7,
            "PreferredBackupWindow": "01:00-02:00",
            "PreferredMaintenanceWindow": "sun:03:00-sun:04:00",
            "PubliclyAccessible": false,
            "ReadReplicaDBInstanceIdentifiers": [
              "orders-r"
            ],
            "ReadReplicaSourceDBInstanceIdentifier": "first",
            "SecondaryAvailabilityZone": "eu-west-1b",
            "StatusInfos": [
              {
                "Normal": true,
                "Status": "replicating",
                "StatusType": "read replication"
              }
            ],
            "StorageEncrypted": true,
            "StorageThroughput": 125,
            "StorageType": "gp3",
            "Tags": {
              "empty": "",
              "team": "web"
            },
            "VpcSecurityGroupIds": [
              "sg-1"
            ]
          }
        ]
    "#]]
    .assert_eq(&told);
}

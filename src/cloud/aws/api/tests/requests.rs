//! Parameters by their names against the forms that are sent.

use super::*;

/// What is sent for a call with these parameters.
async fn form(action: Action, parameters: Value) -> String {
    let server = Server::of(&[(400, &refusal("Enough", ""))]);
    let password = matches!(action, Action::CreateDbInstance).then(|| SecretText::new("hunter2"));
    let request = Request { action, parameters, password };
    let told = server.api().call(None, request).await;
    assert!(matches!(&told, Err(error) if error.is("Enough")), "{action:?}: {told:?}");
    server.sent()
}

/// What is true of every server.
fn common(more: &Value) -> Value {
    let mut all = json!({
        "DBInstanceClass": "db.m7g.large", "AllocatedStorage": 100, "StorageType": "gp3", "Iops": 3000,
        "StorageThroughput": 125, "MultiAZ": true, "DBSubnetGroupName": "net", "VpcSecurityGroupIds": ["sg-1", "sg-2"],
        "DBParameterGroupName": "pg", "PubliclyAccessible": false, "EnableIAMDatabaseAuthentication": true,
        "AutoMinorVersionUpgrade": false, "DeletionProtection": true, "CopyTagsToSnapshot": true,
        "CACertificateIdentifier": "rds-ca-rsa2048-g1", "NetworkType": "IPV4",
    });
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

#[tokio::test(flavor = "current_thread")]
async fn servers_are_made_and_changed_with_every_parameter() {
    let create = common(&json!({
        "DBInstanceIdentifier": "orders", "Engine": "postgres", "EngineVersion": "17.4", "MaxAllocatedStorage": 500,
        "StorageEncrypted": true, "KmsKeyId": "key", "AvailabilityZone": "eu-west-1a", "DBName": "app", "Port": 5432,
        "MasterUsername": "root", "ManageMasterUserPassword": true, "MasterUserSecretKmsKeyId": "key2",
        "BackupRetentionPeriod": 14, "PreferredBackupWindow": "01:00-02:00",
        "PreferredMaintenanceWindow": "sun:03:00-sun:04:00", "EnableCloudwatchLogsExports": ["postgresql", "upgrade"],
        "EnablePerformanceInsights": true, "PerformanceInsightsRetentionPeriod": 7,
        "PerformanceInsightsKMSKeyId": "key3", "MonitoringInterval": 60, "MonitoringRoleArn": "arn:role",
        "Tags": { "team": "web", "a": "" }, "Timezone": null,
    }));
    let modify = common(&json!({
        "DBInstanceIdentifier": "orders", "NewDBInstanceIdentifier": "orders2", "Engine": "postgres",
        "EngineVersion": "18.1", "ApplyImmediately": true, "AllowMajorVersionUpgrade": true, "DBPortNumber": 5433,
        "MaxAllocatedStorage": 500, "RotateMasterUserPassword": true, "ManageMasterUserPassword": true,
        "MasterUserSecretKmsKeyId": "key2", "BackupRetentionPeriod": 14, "PreferredBackupWindow": "01:00-02:00",
        "PreferredMaintenanceWindow": "sun:03:00-sun:04:00", "EnablePerformanceInsights": true,
        "PerformanceInsightsRetentionPeriod": 7, "PerformanceInsightsKMSKeyId": "key3", "MonitoringInterval": 60,
        "MonitoringRoleArn": "arn:role", "CertificateRotationRestart": false,
        "CloudwatchLogsExportConfiguration": { "EnableLogTypes": ["upgrade"], "DisableLogTypes": ["postgresql"] },
    }));
    let replica = common(&json!({
        "DBInstanceIdentifier": "orders-r", "SourceDBInstanceIdentifier": "orders", "KmsKeyId": "key",
        "AvailabilityZone": "eu-west-1b", "Port": 5432, "MaxAllocatedStorage": 500,
        "EnableCloudwatchLogsExports": ["postgresql"], "EnablePerformanceInsights": true,
        "PerformanceInsightsRetentionPeriod": 7, "PerformanceInsightsKMSKeyId": "key3", "MonitoringInterval": 60,
        "MonitoringRoleArn": "arn:role", "Tags": { "team": "web" },
    }));
    let mut lines = form(Action::CreateDbInstance, create).await;
    lines += &form(Action::ModifyDbInstance, modify).await;
    lines += &form(Action::CreateDbInstanceReadReplica, replica).await;
    lines += &form(
        Action::DeleteDbInstance,
        json!({ "DBInstanceIdentifier": "orders", "SkipFinalSnapshot": false, "FinalDBSnapshotIdentifier": "last",
                "DeleteAutomatedBackups": false }),
    )
    .await;
    lines +=
        &form(Action::RebootDbInstance, json!({ "DBInstanceIdentifier": "orders", "ForceFailover": true }))
            .await;
    expect_test::expect![[r#"
        Action=CreateDBInstance DBName=app DBInstanceIdentifier=orders AllocatedStorage=100 DBInstanceClass=db.m7g.large Engine=postgres MasterUsername=root MasterUserPassword=hunter2 VpcSecurityGroupIds.VpcSecurityGroupId.1=sg-1 VpcSecurityGroupIds.VpcSecurityGroupId.2=sg-2 AvailabilityZone=eu-west-1a DBSubnetGroupName=net PreferredMaintenanceWindow=sun:03:00-sun:04:00 DBParameterGroupName=pg BackupRetentionPeriod=14 PreferredBackupWindow=01:00-02:00 Port=5432 MultiAZ=true EngineVersion=17.4 AutoMinorVersionUpgrade=false Iops=3000 StorageThroughput=125 PubliclyAccessible=false Tags.Tag.1.Key=a Tags.Tag.1.Value= Tags.Tag.2.Key=team Tags.Tag.2.Value=web StorageType=gp3 StorageEncrypted=true KmsKeyId=key CopyTagsToSnapshot=true MonitoringInterval=60 MonitoringRoleArn=arn:role EnableIAMDatabaseAuthentication=true EnablePerformanceInsights=true PerformanceInsightsKMSKeyId=key3 PerformanceInsightsRetentionPeriod=7 EnableCloudwatchLogsExports.member.1=postgresql EnableCloudwatchLogsExports.member.2=upgrade DeletionProtection=true MaxAllocatedStorage=500 NetworkType=IPV4 CACertificateIdentifier=rds-ca-rsa2048-g1 ManageMasterUserPassword=true MasterUserSecretKmsKeyId=key2
        Action=ModifyDBInstance DBInstanceIdentifier=orders AllocatedStorage=100 DBInstanceClass=db.m7g.large DBSubnetGroupName=net VpcSecurityGroupIds.VpcSecurityGroupId.1=sg-1 VpcSecurityGroupIds.VpcSecurityGroupId.2=sg-2 ApplyImmediately=true DBParameterGroupName=pg BackupRetentionPeriod=14 PreferredBackupWindow=01:00-02:00 PreferredMaintenanceWindow=sun:03:00-sun:04:00 MultiAZ=true EngineVersion=18.1 AllowMajorVersionUpgrade=true AutoMinorVersionUpgrade=false Iops=3000 StorageThroughput=125 NewDBInstanceIdentifier=orders2 StorageType=gp3 CACertificateIdentifier=rds-ca-rsa2048-g1 CopyTagsToSnapshot=true MonitoringInterval=60 DBPortNumber=5433 PubliclyAccessible=false MonitoringRoleArn=arn:role EnableIAMDatabaseAuthentication=true EnablePerformanceInsights=true PerformanceInsightsKMSKeyId=key3 PerformanceInsightsRetentionPeriod=7 CloudwatchLogsExportConfiguration.EnableLogTypes.member.1=upgrade CloudwatchLogsExportConfiguration.DisableLogTypes.member.1=postgresql DeletionProtection=true MaxAllocatedStorage=500 CertificateRotationRestart=false NetworkType=IPV4 ManageMasterUserPassword=true RotateMasterUserPassword=true MasterUserSecretKmsKeyId=key2 Engine=postgres
        Action=CreateDBInstanceReadReplica DBInstanceIdentifier=orders-r SourceDBInstanceIdentifier=orders DBInstanceClass=db.m7g.large AvailabilityZone=eu-west-1b Port=5432 MultiAZ=true AutoMinorVersionUpgrade=false Iops=3000 StorageThroughput=125 DBParameterGroupName=pg PubliclyAccessible=false Tags.Tag.1.Key=team Tags.Tag.1.Value=web DBSubnetGroupName=net VpcSecurityGroupIds.VpcSecurityGroupId.1=sg-1 VpcSecurityGroupIds.VpcSecurityGroupId.2=sg-2 StorageType=gp3 CopyTagsToSnapshot=true MonitoringInterval=60 MonitoringRoleArn=arn:role KmsKeyId=key EnableIAMDatabaseAuthentication=true EnablePerformanceInsights=true PerformanceInsightsKMSKeyId=key3 PerformanceInsightsRetentionPeriod=7 EnableCloudwatchLogsExports.member.1=postgresql DeletionProtection=true NetworkType=IPV4 MaxAllocatedStorage=500 AllocatedStorage=100 CACertificateIdentifier=rds-ca-rsa2048-g1
        Action=DeleteDBInstance DBInstanceIdentifier=orders SkipFinalSnapshot=false FinalDBSnapshotIdentifier=last DeleteAutomatedBackups=false
        Action=RebootDBInstance DBInstanceIdentifier=orders ForceFailover=true
    "#]].assert_eq(&lines);
}

#[tokio::test(flavor = "current_thread")]
async fn servers_are_restored_with_every_parameter() {
    let both = json!({
        "Engine": "postgres", "AvailabilityZone": "eu-west-1a", "DBName": "app", "Port": 5432,
        "BackupRetentionPeriod": 14, "PreferredBackupWindow": "01:00-02:00", "ManageMasterUserPassword": true,
        "MasterUserSecretKmsKeyId": "key2", "EnableCloudwatchLogsExports": ["postgresql"], "Tags": { "team": "web" },
    });
    let restore = |more: Value| {
        let mut all = common(&both);
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let snapshot = json!({ "DBInstanceIdentifier": "orders", "DBSnapshotIdentifier": "snap" });
    let time = json!({
        "TargetDBInstanceIdentifier": "orders", "SourceDBInstanceIdentifier": "old", "SourceDbiResourceId": "db-A",
        "SourceDBInstanceAutomatedBackupsArn": "arn:backup", "RestoreTime": "2026-11-23T12:00:00Z",
        "UseLatestRestorableTime": false, "MaxAllocatedStorage": 500,
    });
    let mut lines = form(Action::RestoreDbInstanceFromDbSnapshot, restore(snapshot)).await;
    lines += &form(Action::RestoreDbInstanceToPointInTime, restore(time)).await;
    expect_test::expect![[r#"
        Action=RestoreDBInstanceFromDBSnapshot DBInstanceIdentifier=orders DBSnapshotIdentifier=snap DBInstanceClass=db.m7g.large Port=5432 AvailabilityZone=eu-west-1a DBSubnetGroupName=net MultiAZ=true PubliclyAccessible=false AutoMinorVersionUpgrade=false DBName=app Engine=postgres Iops=3000 StorageThroughput=125 Tags.Tag.1.Key=team Tags.Tag.1.Value=web StorageType=gp3 VpcSecurityGroupIds.VpcSecurityGroupId.1=sg-1 VpcSecurityGroupIds.VpcSecurityGroupId.2=sg-2 CopyTagsToSnapshot=true EnableIAMDatabaseAuthentication=true EnableCloudwatchLogsExports.member.1=postgresql DBParameterGroupName=pg DeletionProtection=true NetworkType=IPV4 AllocatedStorage=100 BackupRetentionPeriod=14 PreferredBackupWindow=01:00-02:00 CACertificateIdentifier=rds-ca-rsa2048-g1 ManageMasterUserPassword=true MasterUserSecretKmsKeyId=key2
        Action=RestoreDBInstanceToPointInTime SourceDBInstanceIdentifier=old TargetDBInstanceIdentifier=orders RestoreTime=2026-11-23T12:00:00Z UseLatestRestorableTime=false DBInstanceClass=db.m7g.large Port=5432 AvailabilityZone=eu-west-1a DBSubnetGroupName=net MultiAZ=true PubliclyAccessible=false AutoMinorVersionUpgrade=false DBName=app Engine=postgres Iops=3000 StorageThroughput=125 CopyTagsToSnapshot=true Tags.Tag.1.Key=team Tags.Tag.1.Value=web StorageType=gp3 VpcSecurityGroupIds.VpcSecurityGroupId.1=sg-1 VpcSecurityGroupIds.VpcSecurityGroupId.2=sg-2 EnableIAMDatabaseAuthentication=true EnableCloudwatchLogsExports.member.1=postgresql DBParameterGroupName=pg DeletionProtection=true SourceDbiResourceId=db-A MaxAllocatedStorage=500 NetworkType=IPV4 SourceDBInstanceAutomatedBackupsArn=arn:backup AllocatedStorage=100 BackupRetentionPeriod=14 PreferredBackupWindow=01:00-02:00 CACertificateIdentifier=rds-ca-rsa2048-g1 ManageMasterUserPassword=true MasterUserSecretKmsKeyId=key2
    "#]].assert_eq(&lines);
}

#[tokio::test(flavor = "current_thread")]
async fn everything_around_servers_is_called_by_name() {
    let parameters = json!([
        { "ParameterName": "work_mem", "ParameterValue": "64", "ApplyMethod": "immediate" },
        { "ParameterName": "max_connections", "ParameterValue": "200", "ApplyMethod": "pending-reboot" },
    ]);
    let group = |more: Value| {
        let mut all = json!({ "DBParameterGroupName": "pg" });
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let deployment = "BlueGreenDeploymentIdentifier";
    let mut lines = String::new();
    for (action, parameters) in [
        (Action::AddTagsToResource, json!({ "ResourceName": "arn:x", "Tags": { "team": "web" } })),
        (Action::RemoveTagsFromResource, json!({ "ResourceName": "arn:x", "TagKeys": ["team"] })),
        (
            Action::CreateBlueGreenDeployment,
            json!({ "BlueGreenDeploymentName": "up", "Source": "arn:x", "TargetEngineVersion": "18.1",
                    "TargetDBParameterGroupName": "pg18", "TargetDBInstanceClass": "db.m7g.large",
                    "TargetStorageType": "gp3", "TargetIops": 3000, "TargetStorageThroughput": 125,
                    "TargetAllocatedStorage": 200, "Tags": { "team": "web" } }),
        ),
        (Action::SwitchoverBlueGreenDeployment, json!({ deployment: "bgd-a", "SwitchoverTimeout": 300 })),
        (Action::DeleteBlueGreenDeployment, json!({ deployment: "bgd-a", "DeleteTarget": true })),
        (Action::DescribeBlueGreenDeployments, json!({ deployment: "bgd-a" })),
        (
            Action::StartDbInstanceAutomatedBackupsReplication,
            json!({ "SourceDBInstanceArn": "arn:aws:rds:eu-west-1:1:db:orders", "BackupRetentionPeriod": 7,
                    "KmsKeyId": "key" }),
        ),
        (Action::StopDbInstanceAutomatedBackupsReplication, json!({ "SourceDBInstanceArn": "arn:x" })),
        (Action::DescribeDbInstanceAutomatedBackups, json!({ "DbiResourceId": "db-A" })),
        (
            Action::CreateDbParameterGroup,
            group(
                json!({ "DBParameterGroupFamily": "postgres17", "Description": "d", "Tags": { "a": "b" } }),
            ),
        ),
        (Action::ModifyDbParameterGroup, group(json!({ "Parameters": parameters }))),
        (
            Action::ResetDbParameterGroup,
            group(json!({ "Parameters": [{ "ParameterName": "work_mem", "ApplyMethod": "immediate" }] })),
        ),
        (Action::DeleteDbParameterGroup, group(json!({}))),
        (Action::DescribeDbParameterGroup, group(json!({}))),
        (
            Action::CreateDbSubnetGroup,
            json!({ "DBSubnetGroupName": "net", "DBSubnetGroupDescription": "d", "SubnetIds": ["subnet-1", "subnet-2"],
                    "Tags": { "a": "b" } }),
        ),
        (Action::ModifyDbSubnetGroup, json!({ "DBSubnetGroupName": "net", "SubnetIds": ["subnet-1"] })),
        (Action::DeleteDbSubnetGroup, json!({ "DBSubnetGroupName": "net" })),
        (Action::DescribeDbSubnetGroup, json!({ "DBSubnetGroupName": "net" })),
        (Action::DescribeDbEngineVersions, json!({ "Engine": "postgres", "EngineVersion": "17.4" })),
        (
            Action::DescribeOrderableDbInstanceOptions,
            json!({ "Engine": "postgres", "EngineVersion": "17.4", "DBInstanceClass": "db.m7g.large" }),
        ),
        (
            Action::DescribeEvents,
            json!({ "SourceIdentifier": "orders", "SourceType": "db-instance", "Duration": 60 }),
        ),
        (
            Action::CreateRole,
            json!({ "RoleName": "monitor", "AssumeRolePolicyDocument": "{}", "Description": "d", "Path": "/acme/",
                    "Tags": { "team": "web" } }),
        ),
        (Action::GetRole, json!({ "RoleName": "monitor" })),
        (Action::TagRole, json!({ "RoleName": "monitor", "Tags": { "team": "web" } })),
        (Action::AttachRolePolicy, json!({ "RoleName": "monitor", "PolicyArn": "arn:p" })),
        (Action::DetachRolePolicy, json!({ "RoleName": "monitor", "PolicyArn": "arn:p" })),
        (
            Action::PutRolePolicy,
            json!({ "RoleName": "monitor", "PolicyName": "backup", "PolicyDocument": "{}" }),
        ),
        (Action::DeleteRolePolicy, json!({ "RoleName": "monitor", "PolicyName": "backup" })),
        (Action::DeleteRole, json!({ "RoleName": "monitor" })),
    ] {
        lines += &form(action, parameters).await;
    }
    expect_test::expect![[r#"
        Action=AddTagsToResource ResourceName=arn:x Tags.Tag.1.Key=team Tags.Tag.1.Value=web
        Action=RemoveTagsFromResource ResourceName=arn:x TagKeys.member.1=team
        Action=CreateBlueGreenDeployment BlueGreenDeploymentName=up Source=arn:x TargetEngineVersion=18.1 TargetDBParameterGroupName=pg18 Tags.Tag.1.Key=team Tags.Tag.1.Value=web TargetDBInstanceClass=db.m7g.large TargetIops=3000 TargetStorageType=gp3 TargetAllocatedStorage=200 TargetStorageThroughput=125
        Action=SwitchoverBlueGreenDeployment BlueGreenDeploymentIdentifier=bgd-a SwitchoverTimeout=300
        Action=DeleteBlueGreenDeployment BlueGreenDeploymentIdentifier=bgd-a DeleteTarget=true
        Action=DescribeBlueGreenDeployments BlueGreenDeploymentIdentifier=bgd-a
        Action=StartDBInstanceAutomatedBackupsReplication SourceDBInstanceArn=arn:aws:rds:eu-west-1:1:db:orders BackupRetentionPeriod=7 KmsKeyId=key
        Action=StopDBInstanceAutomatedBackupsReplication SourceDBInstanceArn=arn:x
        Action=DescribeDBInstanceAutomatedBackups DbiResourceId=db-A
        Action=CreateDBParameterGroup DBParameterGroupName=pg DBParameterGroupFamily=postgres17 Description=d Tags.Tag.1.Key=a Tags.Tag.1.Value=b
        Action=ModifyDBParameterGroup DBParameterGroupName=pg Parameters.Parameter.1.ParameterName=work_mem Parameters.Parameter.1.ParameterValue=64 Parameters.Parameter.1.ApplyMethod=immediate Parameters.Parameter.2.ParameterName=max_connections Parameters.Parameter.2.ParameterValue=200 Parameters.Parameter.2.ApplyMethod=pending-reboot
        Action=ResetDBParameterGroup DBParameterGroupName=pg Parameters.Parameter.1.ParameterName=work_mem Parameters.Parameter.1.ApplyMethod=immediate
        Action=DeleteDBParameterGroup DBParameterGroupName=pg
        Action=DescribeDBParameterGroups DBParameterGroupName=pg
        Action=CreateDBSubnetGroup DBSubnetGroupName=net DBSubnetGroupDescription=d SubnetIds.SubnetIdentifier.1=subnet-1 SubnetIds.SubnetIdentifier.2=subnet-2 Tags.Tag.1.Key=a Tags.Tag.1.Value=b
        Action=ModifyDBSubnetGroup DBSubnetGroupName=net SubnetIds.SubnetIdentifier.1=subnet-1
        Action=DeleteDBSubnetGroup DBSubnetGroupName=net
        Action=DescribeDBSubnetGroups DBSubnetGroupName=net
        Action=DescribeDBEngineVersions Engine=postgres EngineVersion=17.4
        Action=DescribeOrderableDBInstanceOptions Engine=postgres EngineVersion=17.4 DBInstanceClass=db.m7g.large
        Action=DescribeEvents SourceIdentifier=orders SourceType=db-instance Duration=60
        Action=CreateRole Path=/acme/ RoleName=monitor AssumeRolePolicyDocument={} Description=d Tags.member.1.Key=team Tags.member.1.Value=web
        Action=GetRole RoleName=monitor
        Action=TagRole RoleName=monitor Tags.member.1.Key=team Tags.member.1.Value=web
        Action=AttachRolePolicy RoleName=monitor PolicyArn=arn:p
        Action=DetachRolePolicy RoleName=monitor PolicyArn=arn:p
        Action=PutRolePolicy RoleName=monitor PolicyName=backup PolicyDocument={}
        Action=DeleteRolePolicy RoleName=monitor PolicyName=backup
        Action=DeleteRole RoleName=monitor
    "#]].assert_eq(&lines);
}

#[tokio::test(flavor = "current_thread")]
async fn a_copy_from_another_region_carries_its_permission() {
    let server = Server::of(&[(400, &refusal("Enough", "")), (400, &refusal("Enough", ""))]);
    let api = server.api();
    let arn = "arn:aws:rds:us-east-1:123456789012:db:orders";
    for (action, parameters) in [
        (
            Action::CreateDbInstanceReadReplica,
            json!({ "DBInstanceIdentifier": "r", "SourceDBInstanceIdentifier": arn, "KmsKeyId": "alias/copy" }),
        ),
        (Action::StartDbInstanceAutomatedBackupsReplication, json!({ "SourceDBInstanceArn": arn })),
    ] {
        assert!(api.call(Some("eu-central-1"), Request::new(action, parameters)).await.is_err());
    }
    let start = |line: &str| line.split_once("X-Amz-Algorithm").unwrap().0.to_owned() + "\n";
    let sent: String = server.sent().lines().map(start).collect();
    expect_test::expect![[r#"
        Action=CreateDBInstanceReadReplica DBInstanceIdentifier=r SourceDBInstanceIdentifier=arn:aws:rds:us-east-1:123456789012:db:orders KmsKeyId=alias/copy PreSignedUrl=https://rds.us-east-1.amazonaws.com/?Action=CreateDBInstanceReadReplica&DestinationRegion=eu-central-1&SourceDBInstanceIdentifier=arn%3Aaws%3Ards%3Aus-east-1%3A123456789012%3Adb%3Aorders&KmsKeyId=alias%2Fcopy&Version=2014-10-31&
        Action=StartDBInstanceAutomatedBackupsReplication SourceDBInstanceArn=arn:aws:rds:us-east-1:123456789012:db:orders PreSignedUrl=https://rds.us-east-1.amazonaws.com/?Action=StartDBInstanceAutomatedBackupsReplication&DestinationRegion=eu-central-1&SourceDBInstanceArn=arn%3Aaws%3Ards%3Aus-east-1%3A123456789012%3Adb%3Aorders&Version=2014-10-31&
    "#]].assert_eq(&sent);
}

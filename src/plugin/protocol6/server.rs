//! The table of calls: which function answers which. Unary calls are one line; the four streams are written out.

use std::sync::Arc;

use tonic::{Request, Response, Status, Streaming};

use super::{
    actions,
    answer::{Events, answer, once},
    apply, configure, data_source, ephemeral, functions, identity, import, list, metadata, moves, plan, read,
    schemas::{self, Encoded},
    state_stores, stop,
    types::Types,
    upgrade, validate,
};
use crate::{
    Provider,
    proto::tfplugin6::{self as wire, provider_server},
};

/// The provider as the wire sees it.
pub(crate) struct Server {
    pub(super) provider: Arc<dyn Provider>,
    pub(super) types: Types,
    pub(super) encoded: Encoded,
}

impl Server {
    pub(crate) fn new(provider: Arc<dyn Provider>) -> Self {
        Self { provider, types: Types::default(), encoded: Encoded::default() }
    }
}

macro_rules! calls {
    ($($name:literal $method:ident => $function:path,)*) => {
        #[tonic::async_trait]
        impl provider_server::Provider for Server {
            $(
                async fn $method(
                    &self,
                    request: Request<wire::$method::Request>,
                ) -> Result<Response<wire::$method::Response>, Status> {
                    Ok(Response::new(answer($name, $function(self, request.into_inner())).await))
                }
            )*

            type ListResourceStream = Events<wire::list_resource::Event>;
            type InvokeActionStream = Events<wire::invoke_action::Event>;
            type ReadStateBytesStream = Events<wire::read_state_bytes::ResponseChunk>;

            async fn list_resource(
                &self,
                request: Request<wire::list_resource::Request>,
            ) -> Result<Response<Self::ListResourceStream>, Status> {
                Ok(once(answer("ListResource", list::list(self, request.into_inner())).await))
            }

            async fn invoke_action(
                &self,
                request: Request<wire::invoke_action::Request>,
            ) -> Result<Response<Self::InvokeActionStream>, Status> {
                Ok(once(answer("InvokeAction", actions::invoke(self, request.into_inner())).await))
            }

            async fn read_state_bytes(
                &self,
                request: Request<wire::read_state_bytes::Request>,
            ) -> Result<Response<Self::ReadStateBytesStream>, Status> {
                Ok(once(answer("ReadStateBytes", state_stores::read(self, request.into_inner())).await))
            }

            async fn write_state_bytes(
                &self,
                request: Request<Streaming<wire::write_state_bytes::RequestChunk>>,
            ) -> Result<Response<wire::write_state_bytes::Response>, Status> {
                let pieces = request.into_inner();
                Ok(Response::new(answer("WriteStateBytes", state_stores::write(self, pieces)).await))
            }
        }
    };
}

calls! {
    "GetMetadata" get_metadata => metadata::call,
    "GetProviderSchema" get_provider_schema => schemas::call,
    "GetResourceIdentitySchemas" get_resource_identity_schemas => identity::schemas,
    "ValidateProviderConfig" validate_provider_config => validate::provider,
    "ConfigureProvider" configure_provider => configure::call,
    "StopProvider" stop_provider => stop::call,
    "ValidateResourceConfig" validate_resource_config => validate::resource,
    "UpgradeResourceState" upgrade_resource_state => upgrade::call,
    "UpgradeResourceIdentity" upgrade_resource_identity => identity::upgrade,
    "ReadResource" read_resource => read::call,
    "PlanResourceChange" plan_resource_change => plan::call,
    "ApplyResourceChange" apply_resource_change => apply::call,
    "ImportResourceState" import_resource_state => import::call,
    "MoveResourceState" move_resource_state => moves::call,
    "GenerateResourceConfig" generate_resource_config => import::generate_config,
    "ValidateDataResourceConfig" validate_data_resource_config => validate::data_source,
    "ReadDataSource" read_data_source => data_source::call,
    "ValidateEphemeralResourceConfig" validate_ephemeral_resource_config => ephemeral::validate,
    "OpenEphemeralResource" open_ephemeral_resource => ephemeral::open,
    "RenewEphemeralResource" renew_ephemeral_resource => ephemeral::renew,
    "CloseEphemeralResource" close_ephemeral_resource => ephemeral::close,
    "ValidateListResourceConfig" validate_list_resource_config => list::validate,
    "GetFunctions" get_functions => functions::list,
    "CallFunction" call_function => functions::call,
    "ValidateActionConfig" validate_action_config => actions::validate,
    "PlanAction" plan_action => actions::plan,
    "ValidateStateStoreConfig" validate_state_store_config => state_stores::validate,
    "ConfigureStateStore" configure_state_store => state_stores::configure,
    "LockState" lock_state => state_stores::lock,
    "UnlockState" unlock_state => state_stores::unlock,
    "GetStates" get_states => state_stores::list,
    "DeleteState" delete_state => state_stores::delete,
}

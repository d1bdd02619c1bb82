//! The port, alive: a connection per cluster, made when it is first needed and shared, and an end to every call when the
//! provider is told to stop.

mod databases;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use acme_children::aws::{self as reach, with_password};
use acme_children::{
    ChildId, Children, Cloud, CloudError, Cluster, DatabaseAddress, Habit, IamToken, Kind, Location,
    Manifest, Observed, Place, SecretSource, SecretText,
};
use async_trait::async_trait;
use futures::future::try_join_all;
use tokio_util::sync::CancellationToken;

use crate::aws::{self, Api, Audience, ClusterToken, Secrets, Session};
use crate::kubernetes::{self, Bearer, Data, Server, Unusable};
use crate::once::{Keep, Once};
use crate::settings::Settings;
use crate::text::Said;

/// How long a failure to connect is shared by those who want to connect at the same time.
const FAILED: Duration = Duration::from_secs(5);
/// How long a write that is under way may take to tell its result after a stop.
const LAST_WRITE: Duration = Duration::from_secs(2);

/// AWS and Kubernetes as the settings reach them.
pub struct Live {
    settings: Settings,
    stop: CancellationToken,
    session: Once<Result<Arc<Session>, aws::Failure>>,
    servers: Mutex<HashMap<Cluster, Arc<Once<Connected>>>>,
    secrets: Secrets,
    api: Once<Result<Arc<Api>, aws::Failure>>,
}

type Connected = Result<Arc<Server>, Unconnected>;

/// Why there is no connection.
#[derive(Clone)]
enum Unconnected {
    Unusable { cluster: String, why: Unusable },
    Aws { why: aws::Failure, about: aws::About },
}

impl Live {
    /// Calls nobody and reads nothing: that happens with the first call that needs it. Calls end when `stop` is
    /// cancelled.
    #[must_use]
    pub fn new(settings: Settings, stop: CancellationToken) -> Self {
        // Where the process has chosen another one already, that one is used.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            settings,
            stop,
            session: Once::default(),
            servers: Mutex::default(),
            secrets: Secrets::default(),
            api: Once::default(),
        }
    }

    async fn server(&self, cluster: &Cluster) -> Result<Arc<Server>, CloudError> {
        let once = {
            let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(servers.entry(cluster.clone()).or_default())
        };
        let keep = |connected: &Connected| match connected {
            Ok(_) => Keep::Always,
            Err(_) => Keep::For(FAILED),
        };
        once.get(keep, self.connect(cluster)).await.map_err(Unconnected::explain)
    }

    async fn connect(&self, cluster: &Cluster) -> Connected {
        match cluster {
            Cluster::Eks(name) => self.connect_to_eks(name).await,
            Cluster::Configured => self
                .connect_to_configured()
                .await
                .map_err(|why| Unconnected::Unusable { cluster: "the Kubernetes cluster".to_owned(), why }),
        }
    }

    async fn connect_to_configured(&self) -> Result<Arc<Server>, Unusable> {
        let config = kubernetes::configured(&self.settings).await?;
        Ok(Arc::new(Server::new(config, None, self.settings.retries()).await?))
    }

    async fn connect_to_eks(&self, name: &str) -> Connected {
        let failed = |why, region: &str, endpoint: String| {
            let about = aws::About { cluster: name.to_owned(), region: region.to_owned(), endpoint };
            Unconnected::Aws { why, about }
        };
        let nowhere = |why| failed(why, "", "AWS".to_owned());
        let unusable = |why| Unconnected::Unusable { cluster: format!("EKS cluster `{name}`"), why };
        let session = self.session().await.map_err(nowhere)?;
        let region = session.region().map_err(nowhere)?;
        let described = aws::describe(&session, name)
            .await
            .map_err(|why| failed(why, region, session.eks_endpoint(region)))?;
        let config = kubernetes::eks(&described, &self.settings).await.map_err(unusable)?;
        let audience = Audience {
            cluster: name.to_owned(),
            region: region.to_owned(),
            sts_url: session.sts_url(region),
        };
        let bearer: Arc<dyn Bearer> = Arc::new(ClusterToken::new(audience, session.credentials()));
        let server = Server::new(config, Some(bearer), self.settings.retries()).await;
        Ok(Arc::new(server.map_err(unusable)?))
    }

    async fn session(&self) -> Result<Arc<Session>, aws::Failure> {
        let keep = |session: &Result<_, _>| if session.is_ok() { Keep::Always } else { Keep::For(FAILED) };
        self.session.get(keep, async { Session::load(&self.settings).await.map(Arc::new) }).await
    }

    /// The values that a manifest is written with. Those of a Secret that is there already are not looked up again.
    async fn data(
        &self,
        server: &Server,
        place: &Place,
        (id, manifest): (&ChildId, &Manifest),
    ) -> Result<Data, CloudError> {
        if manifest.secrets().is_empty() {
            return Ok(Data::of([]));
        }
        if let Some(kept) = kubernetes::kept(server, place, id, manifest).await? {
            return Ok(kept);
        }
        let values = manifest
            .secrets()
            .iter()
            .map(|(name, source)| async { Ok::<_, CloudError>((name.clone(), self.value(source).await?)) });
        Ok(Data::of(try_join_all(values).await?))
    }

    async fn value(&self, source: &SecretSource) -> Result<SecretText, CloudError> {
        match source {
            SecretSource::Given(text) => Ok(text.clone()),
            SecretSource::Database { database_id, url, version_id, parameters } => {
                let password = self.password(database_id, version_id).await?;
                Ok(SecretText::new(with_password(url, password.expose(), parameters)))
            }
            SecretSource::Gone => Err(aws::unreadable(
                "of the write-only values",
                "the values were given with an earlier configuration, and are not known any more",
            )),
            SecretSource::Reference { secret_arn, version_id, key } => {
                let session = self.session().await.map_err(|failure| aws::no_session(failure, secret_arn))?;
                self.secrets.value(&session, (secret_arn, version_id), key.as_deref()).await
            }
        }
    }

    /// The result of `work`, unless the provider is stopped before.
    async fn unless_stopped<T>(
        &self,
        doing: impl FnOnce() -> String,
        work: impl Future<Output = Result<T, CloudError>>,
    ) -> Result<T, CloudError> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(CloudError::Stopped(doing())),
            result = work => result,
        }
    }

    /// As [`Live::unless_stopped`]; but a write that is under way may tell its result, so that it is recorded.
    async fn write<T>(
        &self,
        doing: impl Fn() -> String,
        work: impl Future<Output = Result<T, CloudError>>,
    ) -> Result<T, CloudError> {
        if self.stop.is_cancelled() {
            return Err(CloudError::Stopped(doing()));
        }
        let stopped = async {
            self.stop.cancelled().await;
            tokio::time::sleep(LAST_WRITE).await;
        };
        tokio::select! {
            result = work => result,
            () = stopped => Err(CloudError::Stopped(doing())),
        }
    }

    /// A cluster that does not answer may have moved: the next call asks where it is.
    fn note(&self, cluster: &Cluster, error: CloudError) -> CloudError {
        if let (Cluster::Eks(_), CloudError::Unreachable { .. }) = (cluster, &error) {
            self.servers.lock().unwrap_or_else(PoisonError::into_inner).remove(cluster);
        }
        error
    }
}

#[async_trait]
impl Cloud for Live {
    async fn observe(
        &self,
        location: &Location,
        ids: &BTreeSet<ChildId>,
    ) -> Result<Children<Observed>, CloudError> {
        let place = match location {
            Location::Kubernetes(place) => place,
            Location::Aws(region) => {
                let work = async { reach::observe(self.api().await?.as_ref(), region.as_deref(), ids).await };
                return self.unless_stopped(|| "reading databases".to_owned(), work).await;
            }
        };
        let work = async {
            let server = self.server(&place.cluster).await?;
            kubernetes::observe(&server, place, ids).await.map_err(|error| self.note(&place.cluster, error))
        };
        self.unless_stopped(|| format!("reading namespace `{}`", place.namespace), work).await
    }

    async fn apply(
        &self,
        location: &Location,
        id: &ChildId,
        manifest: &Manifest,
    ) -> Result<Observed, CloudError> {
        let place = match location {
            Location::Kubernetes(place) => place,
            Location::Aws(region) => {
                let work =
                    async { reach::apply(self.api().await?.as_ref(), region.as_deref(), id, manifest).await };
                return self.write(|| format!("applying {id}"), work).await;
            }
        };
        let work = async {
            let server = self.server(&place.cluster).await?;
            let data = self.data(&server, place, (id, manifest)).await?;
            kubernetes::apply(&server, place, id, manifest, &data)
                .await
                .map_err(|error| self.note(&place.cluster, error))
        };
        self.write(|| format!("applying {id}"), work).await
    }

    async fn delete(
        &self,
        location: &Location,
        id: &ChildId,
        last: Option<&Manifest>,
        timeout: Duration,
    ) -> Result<(), CloudError> {
        let place = match location {
            Location::Kubernetes(place) => place,
            Location::Aws(region) => {
                let work = async {
                    reach::delete(self.api().await?.as_ref(), region.as_deref(), id, (last, timeout)).await
                };
                return self.unless_stopped(|| format!("waiting for {id} to be gone"), work).await;
            }
        };
        let work = async {
            let server = self.server(&place.cluster).await?;
            kubernetes::delete(&server, place, id, timeout)
                .await
                .map_err(|error| self.note(&place.cluster, error))
        };
        self.unless_stopped(|| format!("waiting for {id} to be gone"), work).await
    }

    async fn ready(
        &self,
        location: &Location,
        id: &ChildId,
        manifest: &Manifest,
        timeout: Duration,
    ) -> Result<Observed, CloudError> {
        let place = match location {
            Location::Kubernetes(place) => place,
            Location::Aws(region) => {
                let work = async {
                    reach::ready(self.api().await?.as_ref(), region.as_deref(), id, (manifest, timeout)).await
                };
                return self.unless_stopped(|| format!("waiting for {id} to be as wanted"), work).await;
            }
        };
        let work = async {
            let server = self.server(&place.cluster).await?;
            kubernetes::ready(&server, place, id, timeout)
                .await
                .map_err(|error| self.note(&place.cluster, error))
        };
        self.unless_stopped(|| format!("waiting for {id} to become ready"), work).await
    }

    async fn check(&self, location: &Location, id: &ChildId, manifest: &Manifest) -> Result<(), CloudError> {
        let place = match location {
            Location::Kubernetes(place) => place,
            Location::Aws(region) => {
                let work =
                    async { reach::check(self.api().await?.as_ref(), region.as_deref(), id, manifest).await };
                return self
                    .unless_stopped(|| format!("asking whether there is what {id} needs"), work)
                    .await;
            }
        };
        let work = async {
            let server = self.server(&place.cluster).await?;
            kubernetes::check(&server, place, id, manifest)
                .await
                .map_err(|error| self.note(&place.cluster, error))
        };
        self.unless_stopped(|| format!("asking whether {id} would be accepted"), work).await
    }

    async fn serves(&self, cluster: &Cluster, kind: Kind) -> Result<bool, CloudError> {
        if !kind.has(Habit::Custom) {
            return Ok(true);
        }
        let work = async {
            let server = self.server(cluster).await?;
            kubernetes::serves(&server, cluster, kind).await.map_err(|error| self.note(cluster, error))
        };
        self.unless_stopped(|| format!("asking whether there are {}", kind.plural()), work).await
    }

    async fn secret_version(&self, secret_arn: &str) -> Result<String, CloudError> {
        let work = async {
            let session = self.session().await.map_err(|failure| aws::no_session(failure, secret_arn))?;
            self.secrets.version(&session, secret_arn).await
        };
        self.unless_stopped(|| format!("looking up secret {secret_arn}"), work).await
    }

    async fn database(&self, database_id: &str) -> Result<DatabaseAddress, CloudError> {
        let work = self.address(database_id);
        self.unless_stopped(|| format!("looking up database {database_id}"), work).await
    }

    async fn credentials(&self, database_id: &str) -> Result<(DatabaseAddress, SecretText), CloudError> {
        let work = async {
            let address = self.address(database_id).await?;
            let Some(arn) = &address.secret_arn else { return Err(aws::no_password(database_id)) };
            let session = self.session().await.map_err(|failure| aws::no_session(failure, arn))?;
            let password = self.secrets.value(&session, (arn, &address.version), Some("password")).await?;
            Ok((address, password))
        };
        self.unless_stopped(|| format!("looking up the password of {database_id}"), work).await
    }

    async fn iam_token(&self, database_id: &str, username: Option<&str>) -> Result<IamToken, CloudError> {
        let work = async {
            let address = self.address(database_id).await?;
            let username = username.unwrap_or(&address.username).to_owned();
            let (region, _) = reach::located(database_id);
            let server = (address.host.as_str(), u16::try_from(address.port).unwrap_or_default());
            let token = self.api().await?.token(region, server, &username).await.map_err(aws::plain)?;
            Ok(IamToken { address, username, token })
        };
        self.unless_stopped(|| format!("making a token for {database_id}"), work).await
    }
}

impl Unconnected {
    fn explain(self) -> CloudError {
        match self {
            Self::Unusable { why: Unusable::NoCluster, .. } => CloudError::NoCluster,
            Self::Unusable { cluster, why: Unusable::Settings(text) } => {
                CloudError::Settings { cluster, source: Said::boxed(text) }
            }
            Self::Aws { why, about } => aws::explain(why, about),
        }
    }
}

#[cfg(test)]
mod tests;

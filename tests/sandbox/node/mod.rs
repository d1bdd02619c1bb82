//! A real node: the kubelet and kube-proxy of the sandbox's own binary, and the machine's containerd, runc and CNI plugins,
//! all in a network namespace. Whatever of it is outside the sandbox's folder is put back by `clear`.

mod addons;
mod images;
mod machine;
mod namespace;
mod remains;

pub(crate) use addons::{INGRESS, build as addon, start as start_addon};
pub(crate) use images::{build as images, programs};
pub(crate) use machine::check;
pub(crate) use remains::{clear, stop_pods};

use crate::{
    Error,
    error::file,
    gateway, kubernetes,
    places::Places,
    supervisor::{Supervisor, free_port},
    tool,
};
use machine::Machine;
use namespace::Namespace;
use std::{
    fs,
    net::TcpStream,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

pub(crate) const KUBELET: &str = "kubelet";
pub(crate) const KUBE_PROXY: &str = "kube-proxy";
const CONTAINERD: &str = "containerd";
const TO_KUBERNETES: &str = "forward-to-kubernetes";
const TO_GATEWAY: &str = "forward-to-gateway";

/// Addresses that are never routed (RFC 2544); they exist in the namespace only.
const NODE: &str = "198.18.0.1";
const PODS: &str = "198.18.128.0/24";
const CLUSTER: &str = "198.18.128.0/17";
const SERVICES: &str = "198.19.0.0/16";
const PATIENCE: Duration = Duration::from_secs(60);

/// The same command, in the network namespace of a sandbox's node.
pub(crate) fn inside(places: &Places, command: &Command) -> Command {
    Namespace::of(places).enter(command)
}

/// The socket of the sandbox's containerd.
fn socket(places: &Places) -> PathBuf {
    places.sockets().join("containerd.sock")
}

/// The machine's ctr, on the sandbox's containerd.
fn ctr(places: &Places) -> Command {
    let mut command = Command::new("ctr");
    command.arg("--address").arg(socket(places)).args(["--namespace", "k8s.io"]);
    command
}

/// Makes the namespace and starts the control plane in it. Its port is free on the host, too, so that one URL is right on
/// both sides; likewise the gateway's.
pub(crate) fn start_control_plane(supervisor: &mut Supervisor) -> Result<(), Error> {
    let places = supervisor.places().clone();
    let namespace = Namespace::of(&places);
    let node = places.node();
    fs::create_dir_all(&node).map_err(file("create", &node))?;
    remains::remember(&places)?;
    namespace.create(supervisor)?;

    let port = free_port()?;
    let address = supervisor.gateway_address().to_owned();
    let review = format!("http://{address}{}", gateway::TOKEN_REVIEW);
    let mut server = kubernetes::server(supervisor.kubernetes(), &places, &review)?;
    for argument in
        ["--bind", "0.0.0.0", "--port", &port.to_string(), "--advertise", NODE, "--node-name", "node-1"]
    {
        server.arg(argument);
    }
    server.args(["--service-cidr", SERVICES, "--cluster-cidr", CLUSTER]);
    server.arg("--apiserver-arg=--kubelet-preferred-address-types=InternalIP");
    supervisor.spawn("kubernetes", namespace.enter(&server))?;

    let mut back = forwarder(supervisor.kubernetes());
    back.arg("-netns").arg(format!("/proc/{}/ns/net", std::process::id()));
    back.arg(format!("{address}={address}"));
    supervisor.spawn(TO_GATEWAY, namespace.enter(&back))
}

fn forwarder(kubernetes: &Path) -> Command {
    Command::new(kubernetes.with_file_name("nsfwd"))
}

/// Lets the host's loopback reach the control plane; answers with its URL.
pub(crate) fn forward(supervisor: &mut Supervisor) -> Result<String, Error> {
    let places = supervisor.places().clone();
    let url = kubernetes::ready(&places).unwrap_or_default();
    let address = url.trim_start_matches("https://").to_owned();
    let mut forward = forwarder(supervisor.kubernetes());
    forward.arg("-netns").arg(Namespace::of(&places).path()).arg(format!("{address}={address}"));
    supervisor.spawn(TO_KUBERNETES, forward)?;
    supervisor.wait(TO_KUBERNETES, PATIENCE, &mut |_| TcpStream::connect(&address).ok().map(drop))?;
    Ok(url)
}

/// Starts containerd with the sandbox's images, then kubelet and kube-proxy.
pub(crate) fn start(supervisor: &mut Supervisor, images: &Path) -> Result<(), Error> {
    let places = supervisor.places().clone();
    let namespace = Namespace::of(&places);
    let node = places.node();
    configure(&places, &Machine::find()?)?;

    let mut containerd = Command::new("containerd");
    containerd.arg("--config").arg(node.join("containerd.toml"));
    supervisor.spawn(CONTAINERD, namespace.enter(&containerd))?;
    supervisor.wait(CONTAINERD, PATIENCE, &mut |_| tool::output(ctr(&places).arg("version")))?;
    for image in images::tarballs(images)? {
        let mut import = ctr(&places);
        import.args(["images", "import", "--digests=false"]).arg(image);
        supervisor.run(import)?;
    }

    let mut kubelet = Command::new(supervisor.kubernetes());
    kubelet.arg("kubelet").arg("--config").arg(node.join("kubelet.yaml"));
    kubelet.arg("--kubeconfig").arg(places.kubeconfig("kubelet")).arg("--root-dir").arg(node.join("kubelet"));
    kubelet.args(["--hostname-override", "node-1", "--node-ip", NODE, "--node-labels"]);
    let region = crate::aws::REGION;
    kubelet.arg(format!("topology.kubernetes.io/region={region},topology.kubernetes.io/zone={region}a"));
    supervisor.spawn(KUBELET, namespace.enter(&kubelet))?;

    let mut proxy = Command::new(supervisor.kubernetes());
    proxy.arg("kube-proxy").arg("--config").arg(node.join("kube-proxy.yaml"));
    supervisor.spawn(KUBE_PROXY, namespace.enter(&proxy))
}

/// Writes what the programs of the node read.
fn configure(places: &Places, machine: &Machine) -> Result<(), Error> {
    let node = places.node();
    for folder in ["cni", "kubelet", "podlogs", "volumeplugins"] {
        let folder = node.join(folder);
        fs::create_dir_all(&folder).map_err(file("create", &folder))?;
    }
    let values = [
        ("@DIR@", node.display().to_string()),
        ("@CONTROL_PLANE@", places.control_plane().display().to_string()),
        ("@SOCKET@", socket(places).display().to_string()),
        ("@CNI@", machine.cni.display().to_string()),
        ("@RUNC@", machine.runc.display().to_string()),
        ("@PAUSE@", images::PAUSE.to_owned()),
        ("@NODE@", NODE.to_owned()),
        ("@PODS@", PODS.to_owned()),
    ];
    for (name, template) in [
        ("containerd.toml", include_str!("containerd.toml.in")),
        ("cni/10-sandbox.conflist", include_str!("cni.conflist.in")),
        ("kubelet.yaml", include_str!("kubelet.yaml.in")),
        ("kube-proxy.yaml", include_str!("kube-proxy.yaml.in")),
    ] {
        let text = values.iter().fold(template.to_owned(), |text, (name, value)| text.replace(name, value));
        let path = node.join(name);
        fs::write(&path, text).map_err(file("write", &path))?;
    }
    Ok(())
}

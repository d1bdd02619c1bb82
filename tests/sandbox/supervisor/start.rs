//! How a sandbox comes up, step by step: read `start` first.

use super::{Message, Supervisor, free_port, say};
use crate::{
    Error, Nodes, Progress,
    aws::{self, REGION},
    error::file,
    gateway, kubernetes, node,
    record::Stage,
    simulation, terraform, tool,
};
use serde_json::json;
use std::{
    fs,
    net::TcpStream,
    process::Command,
    time::{Duration, Instant},
};

pub(super) const KEEPER: &str = "keeper";
const CONTROL_PLANE: &str = "kubernetes";
const GENERAL: &str = "ministack";
const DATABASES: &str = "moto";
const KUBELET: &str = "kwok";
/// The EKS cluster that every sandbox has.
const CLUSTER: &str = "production";
const PATIENCE: Duration = Duration::from_secs(120);

impl Supervisor {
    /// Every server is started before the first is waited for.
    pub(super) fn start(&mut self) -> Result<(), Error> {
        self.start_keeper()?;
        self.start_emulators()?;
        self.start_control_plane()?;
        self.step("the AWS emulators answer", Self::wait_for_emulators)?;
        self.step("the EKS cluster production is made", Self::make_cluster)?;
        self.step("kubernetes answers", Self::wait_for_control_plane)?;
        match self.plan.nodes {
            Nodes::Simulated => self.step("three simulated nodes are ready", Self::simulate_nodes)?,
            Nodes::Real => {
                self.step("a real node is ready", Self::start_real_node)?;
                self.start_addons()?;
            }
        }
        self.finish()
    }

    /// Does one step and tells that it is done; an unheard report means that whoever started the sandbox is gone.
    fn step(&mut self, name: &str, work: impl FnOnce(&mut Self) -> Result<(), Error>) -> Result<(), Error> {
        let begun = Instant::now();
        work(self)?;
        if say(&Message::Progress(Progress::done(name, begun.elapsed()))) {
            Ok(())
        } else {
            Err(Error::Supervisor("whoever started the sandbox has gone".to_owned()))
        }
    }

    fn start_emulators(&mut self) -> Result<(), Error> {
        let folder = aws::folder(&self.places)?;
        let emulators = self.plan.emulators.clone();
        let port = |address: &str| {
            address.rsplit_once(':').and_then(|(_, port)| port.parse().ok()).unwrap_or_default()
        };
        let mut general = aws::general(&emulators, port(&self.upstreams.general));
        general.env("TMPDIR", &folder).env("S3_DATA_DIR", folder.join("s3"));
        self.spawn(GENERAL, general)?;
        let mut databases = aws::databases(&emulators, port(&self.upstreams.databases));
        databases.env("TMPDIR", &folder);
        self.spawn(DATABASES, databases)
    }

    fn wait_for_emulators(&mut self) -> Result<(), Error> {
        for (name, address) in
            [(GENERAL, self.upstreams.general.clone()), (DATABASES, self.upstreams.databases.clone())]
        {
            self.wait(name, PATIENCE, &mut |_| TcpStream::connect(&address).ok().map(drop))?;
        }
        Ok(())
    }

    fn start_control_plane(&mut self) -> Result<(), Error> {
        let gateway = self.record.gateway.clone().unwrap_or_default();
        let program = self.plan.kubernetes.clone();
        match self.plan.nodes {
            Nodes::Simulated => {
                simulation::prepare(&self.places)?;
                let review = format!("http://{gateway}{}", gateway::TOKEN_REVIEW);
                let mut server = kubernetes::server(&program, &self.places, &review)?;
                server.args(simulation::ARGUMENTS);
                self.spawn(CONTROL_PLANE, server)
            }
            Nodes::Real => node::start_control_plane(self),
        }
    }

    fn wait_for_control_plane(&mut self) -> Result<(), Error> {
        let mut url = self.wait(CONTROL_PLANE, PATIENCE, &mut |this| kubernetes::ready(&this.places))?;
        if self.plan.nodes == Nodes::Real {
            url = node::forward(self)?;
        }
        self.gateway.lead_to(kubernetes::endpoint(&self.places, &url)?);
        Ok(())
    }

    fn simulate_nodes(&mut self) -> Result<(), Error> {
        let Some(folder) = self.plan.simulation.clone() else { return Ok(()) };
        let kubelet = simulation::kubelet(&folder, &self.places, free_port()?);
        let register = simulation::register(self.kubectl(), &self.places);
        self.spawn(KUBELET, kubelet)?;
        self.run(register)?;
        self.wait_for_nodes(KUBELET)
    }

    fn start_real_node(&mut self) -> Result<(), Error> {
        let Some(images) = self.plan.images.clone() else { return Ok(()) };
        node::start(self, &images)?;
        self.wait_for_nodes(node::KUBELET)
    }

    fn start_addons(&mut self) -> Result<(), Error> {
        for (addon, folder) in self.plan.addons.clone() {
            let name = format!("{} answers", addon.word());
            self.step(&name, |this| node::start_addon(this, addon, &folder))?;
        }
        Ok(())
    }

    fn wait_for_nodes(&mut self, server: &str) -> Result<(), Error> {
        self.wait(server, PATIENCE, &mut |this| {
            let mut kubectl = this.kubectl();
            kubectl.args(["get", "nodes", "--output"]);
            kubectl.arg("jsonpath={range .items[*]}{.status.conditions[?(@.type=='Ready')].status},{end}");
            let said = tool::output(&mut kubectl)?;
            (!said.is_empty() && said.trim_end_matches(',').split(',').all(|status| status == "True"))
                .then_some(())
        })
    }

    pub(crate) fn kubectl(&self) -> Command {
        kubernetes::kubectl(&self.plan.kubernetes, &self.places, "admin")
    }

    /// Runs a program that ends soon.
    pub(crate) fn run(&self, mut command: Command) -> Result<(), Error> {
        tool::run(command.current_dir(self.places.dir()), "", &mut |_| {})
    }

    fn make_cluster(&mut self) -> Result<(), Error> {
        let request = http::Request::post(format!("http://{}/clusters", self.upstreams.general))
            .header(http::header::AUTHORIZATION, aws::authorization(REGION, "eks"))
            .header(http::header::CONTENT_TYPE, "application/json");
        let sent = aws::call::send(request, aws::cluster(CLUSTER).to_string());
        let answer = self.runtime.block_on(sent);
        answer.map(drop).map_err(|answer| Error::Answer { doing: "create the EKS cluster", answer })
    }

    /// What a user is given, and the word that all is well.
    fn finish(&mut self) -> Result<(), Error> {
        let admin = self.places.kubeconfig("admin");
        fs::metadata(&admin).map_err(file("read", &admin))?;
        let gateway = format!("http://{}", self.record.gateway.clone().unwrap_or_default());
        let mut env = vec![("KUBECONFIG".to_owned(), admin.display().to_string())];
        env.extend(aws::environment(&gateway));
        env.push((
            terraform::CONFIG_VARIABLE.to_owned(),
            self.places.terraform_config().display().to_string(),
        ));
        if self.plan.postgres.is_some() {
            env.push(("RDS_CA_BUNDLE".to_owned(), self.places.rds_ca().display().to_string()));
        }
        self.record.env = env;
        self.record.stage = Stage::Ready;
        self.record.save(&self.places)?;
        self.gateway.say(json!({ "ready": true }));
        Ok(())
    }
}

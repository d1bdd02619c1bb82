//! How a replica leaves: it goes on serving until nobody sends it requests any more, then it is told to stop, then it has
//! time to finish. All from one value, unless told otherwise. What has no ports gets no requests: it only stops.

use acme_schema::{Attr, Path};

use super::super::model::ServiceModel;
use super::Route;
use crate::shared::{Findings, Given, Whole};

/// Seconds until everybody knows that a replica is leaving. Not 0: a process needs time to stop, and gets thrice this.
pub(crate) type Drain = Whole<1, 3600>;
/// Seconds of a single delay.
pub(crate) type Delay = Whole<0, 3600>;
/// Seconds until a replica is killed.
pub(crate) type Grace = Whole<1, 86_400>;

impl Drain {
    /// Seconds that the slowest of load balancer, kube-proxy and node usually take.
    pub(crate) const DEFAULT: Self = Self::clamped(10);
}

/// How a replica leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shutdown {
    /// Seconds between its leaving and the signal to stop; `None` for what has no ports.
    pub(crate) pre_stop: Option<Delay>,
    /// Seconds that the load balancer leaves open connections; `None` where it is not told.
    pub(crate) deregistration: Option<Delay>,
    /// Seconds until it is killed.
    pub(crate) grace: Grace,
}

/// The shortest way to write a [`Shutdown`]: what is null follows from `drain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) drain: Drain,
    pub(crate) pre_stop: Option<Delay>,
    pub(crate) deregistration: Option<Delay>,
    pub(crate) grace: Option<Grace>,
}

impl Shutdown {
    /// How it would have to be written.
    pub(crate) fn written(&self) -> Written {
        let grace = self.grace.get();
        let drain = match self.pre_stop {
            None if grace % 3 == 0 => Drain::parse(grace / 3).unwrap_or(Drain::DEFAULT),
            None => Drain::DEFAULT,
            Some(delay) if delay.get() > 0 && 2 * delay.get() <= grace => Drain::clamped(delay.get()),
            // The rule between the three leaves this much for the drain.
            Some(delay) => Drain::clamped(Drain::DEFAULT.get().min(grace - delay.get())),
        };
        let delay = Delay::clamped(drain.get());
        Written {
            drain,
            pre_stop: self.pre_stop.filter(|given| *given != delay),
            deregistration: self.deregistration.filter(|given| *given != delay),
            grace: Some(self.grace).filter(|given| *given != standard_grace(self.pre_stop, drain)),
        }
    }
}

/// A process that is told to stop after the delay has thrice the drain's time for finishing what it does.
fn standard_grace(pre_stop: Option<Delay>, drain: Drain) -> Grace {
    Grace::clamped(pre_stop.map_or(0, Whole::get) + 3 * drain.get())
}

/// What about a service decides what can drain.
pub(super) struct Reached<'a> {
    /// Whether it has ports; unknown where that is.
    pub(super) has_ports: Attr<bool>,
    pub(super) route: Option<&'a Route>,
}

pub(super) fn read(model: &ServiceModel, reached: &Reached<'_>, find: &mut Findings) -> Option<Shutdown> {
    let drain: Attr<Drain> = find.whole(&model.drain_seconds, &Path::of("drain_seconds")).or(Drain::DEFAULT);
    let pre_stop = pre_stop(model, reached, &drain, find);
    let deregistration = deregistration(model, reached, &drain, find);
    let path = Path::of("termination_grace_period_seconds");
    let given = find.whole(&model.termination_grace_period_seconds, &path);
    let (drain, pre_stop) = (drain.option()?, pre_stop?);
    let grace: Grace = given.or(standard_grace(pre_stop, drain)).option()?;
    if let Some(delay) = pre_stop
        && grace.get() < delay.get() + drain.get()
    {
        let allowed = format!(
            "must be at least {}: `pre_stop_delay_seconds` ({}) and `drain_seconds` ({}) together",
            delay.get() + drain.get(),
            delay.get(),
            drain.get()
        );
        find.rule(&path, allowed);
    } else if deregistration.flatten().is_some_and(|delay| delay.get() > grace.get()) {
        let allowed = format!(
            "must be at most `termination_grace_period_seconds`, which is {}: connections of a replica that is gone \
             cannot be left open",
            grace.get()
        );
        find.rule(&Path::of("deregistration_delay_seconds"), allowed);
    }
    Some(Shutdown { pre_stop, deregistration: deregistration?, grace })
}

/// `None` where it is not known; `Some(None)` where nothing drains.
fn pre_stop(
    model: &ServiceModel,
    reached: &Reached<'_>,
    drain: &Attr<Drain>,
    find: &mut Findings,
) -> Option<Option<Delay>> {
    let path = Path::of("pre_stop_delay_seconds");
    let given: Attr<Delay> = find.whole(&model.pre_stop_delay_seconds, &path);
    if !*reached.has_ports.known()? {
        if !given.is_null() {
            find.rule(&path, "must not be set for a service without `ports`: nobody sends it requests");
        }
        return Some(None);
    }
    if let (Some(delay), Some(drain)) = (given.known(), drain.known())
        && delay.get() < drain.get()
    {
        find.warn(
            &path,
            "requests may be lost: a replica stops before everybody knows that it is leaving",
            "leave `pre_stop_delay_seconds` out, or set it to `drain_seconds` or more",
        );
    }
    match given {
        Attr::Known(delay) => Some(Some(delay)),
        Attr::Null => Some(Some(Delay::clamped(drain.known()?.get()))),
        Attr::Unknown => None,
    }
}

/// `None` where it is not known; `Some(None)` where no load balancer is told.
fn deregistration(
    model: &ServiceModel,
    reached: &Reached<'_>,
    drain: &Attr<Drain>,
    find: &mut Findings,
) -> Option<Option<Delay>> {
    let path = Path::of("deregistration_delay_seconds");
    let given: Attr<Delay> = find.whole(&model.deregistration_delay_seconds, &path);
    match reached.route {
        Some(route) if route.is_alb() => match given {
            Attr::Known(delay) => Some(Some(delay)),
            Attr::Null => Some(Some(Delay::clamped(drain.known()?.get()))),
            Attr::Unknown => None,
        },
        // Whether there is a route, and which, may not be known yet.
        None if !model.route.is_null() => None,
        Some(_) | None => {
            if !given.is_null() {
                let allowed = "must not be set without a `route` whose `ingress_class` begins with `alb`: no other load \
                               balancer is told";
                find.rule(&path, allowed);
            }
            Some(None)
        }
    }
}

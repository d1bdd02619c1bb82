//! What a list becomes, and how long it is kept.

use super::*;

#[test]
fn items_get_the_type_that_lists_leave_out() {
    let items = vec![json!({ "metadata": { "name": "api" } }), json!({ "metadata": {} })];
    let found = by_name(items, |item| with_type(item, Kind::Deployment));
    let expected = json!({ "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "api" } });
    assert_eq!(*found, BTreeMap::from([("api".to_owned(), expected)]));
}

#[tokio::test(flavor = "current_thread")]
async fn lists_of_a_kind_and_namespace_are_forgotten() {
    let lists = Lists::default();
    let key = |namespace: &str, kind, which| Key { namespace: namespace.to_owned(), kind, which };
    let written = key("product", Kind::Service, Which::Ours);
    let written_names = key("product", Kind::Service, Which::Names);
    let other_kind = key("product", Kind::Deployment, Which::Ours);
    let other_namespace = key("staging", Kind::Service, Which::Ours);
    let fill = async |key: Key| {
        let once = lists.once(key);
        once.get(|_| Keep::Always, async { Ok(Arc::default()) }).await
    };
    let is_kept = async |key: Key| {
        let once = lists.once(key);
        let never = once.get(|_| Keep::Always, std::future::pending());
        tokio::time::timeout(Duration::from_millis(5), never).await.is_ok()
    };
    for key in [&written, &written_names, &other_kind, &other_namespace] {
        assert_eq!(fill(key.clone()).await, Ok(Arc::default()));
        assert!(is_kept(key.clone()).await);
    }
    lists.forget(Kind::Service, "product");
    assert!(!is_kept(written).await);
    assert!(!is_kept(written_names).await);
    assert!(is_kept(other_kind).await);
    assert!(is_kept(other_namespace).await);
}

#[test]
fn the_selector_is_our_label() {
    assert_eq!(OURS, format!("{}={MANAGER}", label::MANAGED_BY).replace('/', "%2F").replace('=', "%3D"));
}

#[test]
fn lists_follow_a_write() {
    let ours = json!({ "metadata": { "name": "api", "labels": { label::MANAGED_BY: MANAGER } } });
    let foreign = json!({ "metadata": { "name": "api" } });
    let check = |which: Which, live: Option<&Value>, expected| assert_eq!(which.entry("api", live), expected);
    check(Which::Ours, Some(&ours), Entry::Is(ours.clone()));
    check(Which::Ours, Some(&foreign), Entry::IsNot);
    check(Which::Ours, None, Entry::IsNot);
    check(Which::Names, Some(&foreign), Entry::Is(Value::Null));
    check(Which::Names, None, Entry::IsNot);
    check(Which::Named("api".into()), Some(&foreign), Entry::Is(foreign.clone()));
    check(Which::Named("api".into()), None, Entry::IsNot);
    check(Which::Named("ui".into()), None, Entry::Elsewhere);
}

#[tokio::test(flavor = "current_thread")]
async fn a_list_on_its_way_is_not_for_those_who_come_after_a_write() {
    let (lists, id) = (Lists::default(), ChildId::new(Kind::Service, "api"));
    let key = || Key::new(Kind::Service, "product", Which::Names);
    let once = lists.once(key());
    let slow = once.get(|_| Keep::Always, async {
        lists.note(&id, "product", Some(&Value::Null));
        Ok(Arc::default())
    });
    assert_eq!(slow.await, Ok(Arc::default()));
    let later = lists.once(key());
    assert!(!Arc::ptr_eq(&once, &later));
    let fresh = later.get(|_| Keep::Always, async { Ok(Arc::default()) });
    assert!(!fresh.await.unwrap().contains_key("api"));
    lists.note(&id, "product", Some(&Value::Null));
    let kept = later.get(|_| Keep::Always, std::future::pending()).await;
    assert!(kept.unwrap().contains_key("api"));
    lists.note(&id, "product", None);
    let kept = later.get(|_| Keep::Always, std::future::pending()).await;
    assert!(!kept.unwrap().contains_key("api"));
}

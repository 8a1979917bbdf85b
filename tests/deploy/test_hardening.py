"""The files for installing it are hardened as their makers advise.

kube-linter and kubesec cannot be had from the registries that the tests use: their checks that apply here are written
below, by the names that kube-linter gives them (https://docs.kubelinter.io/#/generated/checks).
"""

import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from redis import AuthenticationError, Redis
from redis.exceptions import NoPermissionError

from gateway.running.supervise.embedded_redis import MAY, redis_server
from tests.deploy.manifests import COMPOSE, PODS, UNITS, chosen, labels, of_kind, pod_spec, variables_of
from tests.deploy.names import DEPLOY
from tests.services.processes import service, tail
from tests.services.waiting import wait_until

RASAS_VARIABLES = {"ARZI_RASA__SECRET", "ARZI_RASA__TRACKER_URL", "ARZI_RASA__LOCK_URL"}
NAMES = {"ids": lambda one: one["metadata"]["name"]}
SERVICES = sorted(COMPOSE["services"])
ROOTS_OWN = {"bucket"}
"""Images whose only user is root: without any of root's powers."""


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_unit_is_hardened(unit: Path) -> None:
    """https://www.freedesktop.org/software/systemd/man/latest/systemd-analyze.html: 0 is best, 10 worst."""
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", str(unit)], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", told)
    assert found, told
    assert float(found[1]) <= 2.5, told


def test_rasas_unit_sees_nothing_of_the_gateways() -> None:
    unit = (DEPLOY / "systemd/arzi-rasa@.service").read_text()
    hidden = re.search(r"^InaccessiblePaths=(.*)$", unit, re.MULTILINE)
    assert hidden
    assert {"-/etc/arzi", "-/var/lib/arzi", "-/backup"} <= set(hidden[1].split())
    assert "ReadWritePaths" not in unit
    assert "\nIPAddressDeny=any\n" in unit, "no way out to the internet"
    assert "--host 127.0.0.1" in unit


def test_rasa_is_given_three_variables_everywhere() -> None:
    assert variables_of(DEPLOY / "rasa.environment.example").keys() == RASAS_VARIABLES
    assert COMPOSE["services"]["rasa"]["environment"].keys() == RASAS_VARIABLES
    assert "env_file" not in COMPOSE["services"]["rasa"]
    [rasa] = [pod for pod in PODS if labels(pod)["part"] == "rasa"]
    [container] = pod_spec(rasa)["containers"]
    assert container["envFrom"] == [{"secretRef": {"name": "arzi-rasa"}}]
    assert "env" not in container
    ours = variables_of(DEPLOY / "environment.example")
    assert not {"ARZI_RASA__TRACKER_URL", "ARZI_RASA__LOCK_URL"} & ours.keys()


def test_rasa_is_another_user_everywhere() -> None:
    stage = (DEPLOY / "Dockerfile").read_text().partition("FROM base AS rasa")[2]
    assert "\nUSER arzi-rasa\n" in stage
    users = {labels(pod)["part"]: pod_spec(pod)["securityContext"]["runAsUser"] for pod in PODS}
    assert users.pop("rasa") not in users.values()


# Compose: https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_hardened(name: str) -> None:
    made = COMPOSE["services"][name]
    assert made["read_only"] is True
    assert made["cap_drop"] == ["ALL"]
    assert made["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in made
    assert "cap_add" not in made
    assert made["pids_limit"] <= 256
    assert made["mem_limit"]
    assert made["cpus"]
    assert any(one.startswith("/tmp") for one in made["tmpfs"])
    assert not any("docker.sock" in volume for volume in made.get("volumes", []))
    assert not made["image"].endswith(":latest")
    if made["image"] not in ("arzi", "arzi-rasa") and name not in ROOTS_OWN:
        assert made["user"].startswith("999")


def test_who_is_reached_in_compose() -> None:
    nets = {name: set(made["networks"]) for name, made in COMPOSE["services"].items()}
    assert [name for name, net in COMPOSE["networks"].items() if not (net or {}).get("internal")] == ["outside"]
    assert not nets["rasa"] & nets["queue"], "Rasa has no way to the gateway's Redis"
    assert not nets["rasa"] & nets["bucket"]
    assert "outside" not in nets["rasa"] | nets["database"] | nets["queue"] | nets["locks"] | nets["bucket"]
    assert nets["locks"] & nets["rasa"]
    assert not nets["locks"] & nets["web"]
    assert nets["web"] & nets["rasa"]
    published = {name: made["ports"] for name, made in COMPOSE["services"].items() if "ports" in made}
    assert published == {"web": ["127.0.0.1:8080:8080"], "smtp": ["25:8025"]}


def redis_conf(script: str, **passwords: str) -> str:
    """What a container's shell would hand to valkey-server."""
    found = re.search(r"<<END\n(.*)END", script.replace("$$", "$"), re.DOTALL)
    assert found
    conf = found[1]
    for name, value in passwords.items():
        conf = conf.replace(f"${name}", value)
    assert "$" not in conf
    return conf


def redis_confs() -> Iterator[tuple[str, str, str]]:
    for name, user in (("queue", "gateway"), ("locks", "rasa")):
        yield f"compose-{name}", user, COMPOSE["services"][name]["command"][0]
    [locks] = [pod for pod in PODS if labels(pod)["part"] == "locks"]
    yield "kubernetes-locks", "rasa", pod_spec(locks)["containers"][0]["args"][0]


def listens(path: Path) -> bool:
    """Does somebody answer there? The file of a socket is there a moment before."""
    with socket.socket(socket.AF_UNIX) as tried:
        return tried.connect_ex(str(path)) == 0


@pytest.mark.parametrize(("where", "user", "script"), list(redis_confs()), ids=lambda one: one[:20])
def test_every_redis_lets_one_user_in_with_a_password(where: str, user: str, script: str, tmp_path: Path) -> None:
    conf = redis_conf(script, QUEUE_PASSWORD="hush", LOCKS_PASSWORD="hush")
    if user == "gateway":
        assert f"user gateway on >hush {MAY}\n" in conf, "as the one that arzi run starts"
    at, log = tmp_path / "s", tmp_path / "log"
    (tmp_path / "conf").write_text(f"{conf}\nport 0\nunixsocket {at}\n")
    with service([redis_server(), str(tmp_path / "conf")], log, cwd=tmp_path) as process:
        wait_until(lambda: process.poll() is not None or listens(at), what="Redis")
        assert process.poll() is None, tail(log)
        for login in ("", ":hush@", f"{user}:wrong@"):
            with pytest.raises(AuthenticationError):
                Redis.from_url(f"unix://{login}{at}").ping()
        inside = Redis.from_url(f"unix://{user}:hush@{at}")
        mine, others = ("rq:x", "arzi:rasa:lock:x") if user == "gateway" else ("arzi:rasa:lock:x", "rq:x")
        inside.set(mine, "1")
        for refused in (("SET", others, "1"), ("FLUSHALL",), ("CONFIG", "GET", "*"), ("KEYS", "*")):
            with pytest.raises(NoPermissionError):
                inside.execute_command(*refused)


# Kubernetes


@pytest.mark.parametrize("manifest", PODS, **NAMES)
def test_every_pod_is_hardened(manifest: dict[str, Any]) -> None:
    """run-as-non-root, no-read-only-root-fs, privilege-escalation-container, drop-net-raw-capability, host-network,
    host-pid, host-ipc, sensitive-host-mounts, and what the restricted Pod Security Standard asks."""
    spec = pod_spec(manifest)
    assert spec["automountServiceAccountToken"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC", "serviceAccount", "serviceAccountName"} & spec.keys()
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["runAsUser"] >= 999
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for volume in spec.get("volumes", []):
        assert volume.keys() - {"name"} <= {"configMap", "emptyDir", "persistentVolumeClaim"}
        assert "emptyDir" not in volume or "sizeLimit" in volume["emptyDir"]
    for container in spec["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert "/tmp" in {mount["mountPath"] for mount in container["volumeMounts"]}


@pytest.mark.parametrize("manifest", PODS, **NAMES)
def test_every_pod_has_limits_probes_and_a_version(manifest: dict[str, Any]) -> None:
    """unset-cpu-requirements, unset-memory-requirements, latest-tag, no-liveness-probe, liveness-port, readiness-port,
    env-var-secret, ssh-port, duplicate-env-var."""
    for container in pod_spec(manifest)["containers"]:
        for kind in ("requests", "limits"):
            assert container["resources"][kind].keys() == {"cpu", "memory"}
        assert re.search(r":[\d.]+$", container["image"])
        ports = {port["name"]: port["containerPort"] for port in container.get("ports", [])}
        assert 22 not in ports.values()
        for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
            told = container.get(probe, {})
            for how in ("httpGet", "tcpSocket"):
                assert how not in told or told[how]["port"] in ports
        if manifest["kind"] == "Deployment":
            assert "livenessProbe" in container
        names = [one["name"] for one in container.get("env", [])]
        assert len(names) == len(set(names))
        assert not [
            one
            for one in container.get("env", [])
            if re.search("SECRET|PASSWORD|KEY|TOKEN", one["name"]) and "value" in one
        ]


def test_what_is_many_is_spread_and_what_is_done_goes() -> None:
    """no-anti-affinity, minimum-three-replicas (two here), pdb-min-available, pdb-unhealthy-pod-eviction-policy,
    job-ttl-seconds-after-finished."""
    replicas = {labels(pod)["part"]: pod["spec"]["replicas"] for pod in PODS if pod["kind"] == "Deployment"}
    for pod in PODS:
        if pod["kind"] == "Deployment" and pod["spec"]["replicas"] > 1:
            [spread] = pod_spec(pod)["affinity"]["podAntiAffinity"]["preferredDuringSchedulingIgnoredDuringExecution"]
            assert spread["podAffinityTerm"]["labelSelector"]["matchLabels"] == labels(pod)
            assert spread["podAffinityTerm"]["topologyKey"] == "kubernetes.io/hostname"
    for budget in of_kind("PodDisruptionBudget"):
        assert budget["spec"]["minAvailable"] < replicas[budget["spec"]["selector"]["matchLabels"]["part"]]
        assert budget["spec"]["unhealthyPodEvictionPolicy"] == "AlwaysAllow"
    [migrate] = of_kind("Job")
    assert migrate["spec"]["ttlSecondsAfterFinished"] > 0


def may_reach(source: str, target: str, port: int) -> bool:
    """Do the policies let a pod of one part talk to one of another? Either side has to."""
    pods = {labels(pod)["part"]: labels(pod) for pod in PODS}

    def let(kind: str, here: str, there: str, word: str) -> bool:
        about = [one["spec"] for one in of_kind("NetworkPolicy") if kind.title() in one["spec"]["policyTypes"]]
        mine = [one for one in about if chosen(one["podSelector"], pods[here])]
        assert mine, f"nothing is said of {here}: all is let through"
        for rule in (rule for one in mine for rule in one.get(kind, ())):
            peers = rule.get(word)
            ports = [one["port"] for one in rule.get("ports", [])]
            known = peers is None or any(
                "podSelector" in peer and chosen(peer["podSelector"], pods[there]) for peer in peers
            )
            if known and (not ports or port in ports):
                return True
        return False

    return let("egress", source, target, "to") and let("ingress", target, source, "from")


@pytest.mark.parametrize(
    ("source", "target", "port", "may"),
    [
        ("worker", "rasa", 5005, True),
        ("web", "rasa", 5005, True),
        ("rasa", "locks", 6379, True),
        ("rasa", "rasa", 5005, False),
        ("rasa", "web", 8080, False),
        ("rasa", "worker", 9464, False),
        ("worker", "locks", 6379, False),
        ("web", "locks", 6379, False),
        ("locks", "rasa", 5005, False),
        ("locks", "web", 8080, False),
    ],
)
def test_who_reaches_whom_in_kubernetes(source: str, target: str, port: int, may: bool) -> None:
    assert may_reach(source, target, port) is may


def test_rasa_reaches_no_redis_but_that_of_the_locks() -> None:
    [rasa] = [one["spec"] for one in of_kind("NetworkPolicy") if one["metadata"]["name"] == "rasa"]
    everywhere = [port["port"] for rule in rasa["egress"] if "to" not in rule for port in rule["ports"]]
    assert everywhere == [5432], "the gateway's Redis is outside the cluster: no port of it is open to Rasa"

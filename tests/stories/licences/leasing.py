"""What the stories of offline leases share: a host with a key, a lease in its folder, its records brought back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from propria.client.leases import OfflineLease, keep_lease, make_key
from propria.proofs.canonical import to_b64
from tests.cast import Stage
from tests.deals import Licensed, active_licence, token_for
from tests.renders import by_the_second
from tests.terms import series_use

QUOTA = {"seconds": 40, "lines": 10}


@dataclass
class Leased:
    """A licence in force, and a host without a network that holds a part of it."""

    stage: Stage
    made: Licensed
    host: OfflineLease
    id: str

    @property
    def public(self) -> bytes:
        """The library's token key."""
        key = self.stage.propria.parts["token_key"].public
        assert isinstance(key, bytes)
        return key

    def use(self, seconds: int = 4, **declared: Any) -> Any:
        """One line, now."""
        amounts = {"seconds": seconds, "lines": 1}
        return series_use(self.stage.now, amounts=amounts, **declared)

    def reports(self, *hosts: OfflineLease, returns: bool = False) -> Any:
        """Cleo brings the records of these hosts back, in one upload; the answer, whatever it is."""
        records = [record for host in hosts or (self.host,) for record in host.to_report()]
        form = {"records": records, "returns": returns}
        return self.made.cleo.post(f"/api/v1/leases/{self.id}/records", form)

    def left(self) -> dict[str, int]:
        """What the licence still allows."""
        return dict(self.made.cleo.get("/api/v1/licences").json()[0]["left"])

    def withdraws(self) -> None:
        """Mina takes the licence back."""
        self.made.mina.signs(self.made.mina.asked(f"/api/v1/licences/{self.made.licence}/withdraw"))

    def twin(self, folder: Path) -> OfflineLease:
        """A second host with the same key and the same lease, as if the disk had been copied."""
        folder.mkdir()
        for name in ("key", "lease.json", "records.jsonl"):
            if (self.host.folder / name).exists():
                (folder / name).write_bytes((self.host.folder / name).read_bytes())
        return OfflineLease(folder, self.public)


def asks(made: Licensed, token: str, key: bytes, nonce: str = "lease-1", **form: Any) -> Any:
    """Cleo asks for a lease; the answer, whatever it is."""
    wanted: Mapping[str, Any] = {"token": token, "quota": QUOTA, "public_key": to_b64(key), "nonce": nonce}
    return made.cleo.post("/api/v1/gate/leases", dict(wanted) | form)


def leased(
    stage: Stage,
    folder: Path,
    terms: dict[str, Any] | None = None,
    standing: dict[str, Any] | None = None,
) -> Leased:
    """Licensed, funded; forty seconds and ten lines are out for a day."""
    agreed = terms or by_the_second()
    made = active_licence(stage, agreed, standing) if standing else active_licence(stage, agreed)
    answer = asks(made, token_for(made.cleo, made.licence), make_key(folder))
    assert answer.status_code == 201, answer.text
    keep_lease(folder, answer.json()["document"])
    host = OfflineLease(folder, stage.propria.parts["token_key"].public)
    return Leased(stage, made, host, answer.json()["lease"])


def saved(folder: Path, name: str, value: Any) -> str:
    """A file of this JSON; its path."""
    path = folder / name
    path.write_text(json.dumps(value), "utf-8")
    return str(path)

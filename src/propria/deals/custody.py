"""The custody rows that every contract carries: who owns, controls and holds what, and what becomes of it."""

from collections.abc import Collection
from dataclasses import replace

from propria.deals.papers.paper import CustodyRow, Words
from propria.scope.codes.doings import TRAINING_ACTS

_PERFORMER = Words("演员", "Performer")
_CREATOR = Words("制作方", "Creator")
_BOTH = Words("演员与制作方", "Performer and creator")
_OPERATOR = Words("运营方", "Operator")
_NOBODY = Words("无", "Nobody")
_HOSTS = Words("制作方及条款准许的服务方", "Creator, and the hosts that the terms allow")
_SHREDDED = Words("三十日内销毁并出具回执", "Destroyed within 30 days, with a receipt")
_FRESH = Words("须演员重新同意", "Only with fresh consent")
_STAYS = Words("不变", "No change")
_FROZEN = Words("冻结，待遗产持有人决定", "Frozen until the estate decides")


def custody_rows(acts: Collection[str]) -> tuple[CustodyRow, ...]:
    """Captures, replica, voice, weights, outputs, statistics: every contract has all six.

    Weights are held by nobody unless one of the `acts` that are licensed makes them; then they lie with the creator, whom a
    sale or bankruptcy of the library does not touch.
    """
    own = CustodyRow(
        Words("采集素材", "Captures"),
        _PERFORMER,
        _PERFORMER,
        _OPERATOR,
        _SHREDDED,
        _FRESH,
        _SHREDDED,
        _FROZEN,
    )
    return (
        own,
        replace(own, thing=Words("数字分身", "Replica")),
        replace(own, thing=Words("声音模型", "Voice")),
        _weights(own, made=not TRAINING_ACTS.isdisjoint(acts)),
        CustodyRow(
            Words("成片", "Outputs"),
            _CREATOR,
            _BOTH,
            _CREATOR,
            Words("依收尾条款处理", "As the wind-down clause says"),
            _STAYS,
            _STAYS,
            _STAYS,
        ),
        CustodyRow(
            Words("统计数据", "Statistics"), _BOTH, _BOTH, _OPERATOR, _STAYS, _SHREDDED, _SHREDDED, _STAYS
        ),
    )


def _weights(own: CustodyRow, *, made: bool) -> CustodyRow:
    weights = replace(own, thing=Words("训练所得权重", "Weights"), holder=_HOSTS if made else _NOBODY)
    return replace(weights, at_sale=_STAYS, at_bankruptcy=_STAYS) if made else weights

"""Rasa's graph without dask: what a target needs is worked out once, then its nodes are called one after the other.

Rasa plans the graph anew for each text and each prediction, hands every node to a scheduler of one worker, and writes a
debug line of all that goes in, whether or not anybody reads it: a third of a turn. The nodes are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphNodeHook, GraphSchema
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage


@dataclass(frozen=True)
class _Step:
    """One node: what is called, and which node or input gives each of its arguments."""

    name: str
    call: Callable[..., Any]
    needs: Mapping[str, str]


class DirectRunner(GraphRunner):
    """Runs a loaded model's nodes, which it takes over from Rasa's own runner."""

    def __init__(self, schema: GraphSchema, nodes: Mapping[str, Any]) -> None:
        self._schema, self._nodes = schema, nodes
        self._ways: dict[str, tuple[_Step, ...]] = {}

    @classmethod
    def in_place_of(cls, runner: Any) -> DirectRunner:
        """Of a ``DaskGraphRunner`` whose model is loaded. One of ours is given back as it is."""
        return runner if isinstance(runner, cls) else cls(runner._graph_schema, runner._instantiated_nodes)

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> DirectRunner:
        """Rasa's way to make one. Not used: loading a model is left to Rasa's runner."""
        raise NotImplementedError

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """What the targets give, by their names. An error of a node is raised as it is."""
        wanted = targets if targets else self._schema.target_names
        results = dict(inputs or {})
        for target in wanted:
            for step in self._way_to(target):
                if step.name not in results:
                    results[step.name] = step.call(**{name: results[of] for name, of in step.needs.items()})
        return {target: results[target] for target in wanted}

    def _way_to(self, target: str) -> tuple[_Step, ...]:
        if target not in self._ways:
            order: dict[str, _Step] = {}
            self._follow(target, order)
            self._ways[target] = tuple(order.values())
        return self._ways[target]

    def _follow(self, name: str, order: dict[str, _Step]) -> None:
        """What it needs, before it. What is no node is an input."""
        if name in order or name not in self._nodes:
            return
        needs = dict(self._schema.nodes[name].needs)
        for of in needs.values():
            self._follow(of, order)
        node = self._nodes[name]
        order[name] = _Step(name, getattr(node._component, self._schema.nodes[name].fn), needs)

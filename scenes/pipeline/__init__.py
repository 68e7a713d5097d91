"""The story of data that flows through a model: `PipelineScene`."""

from scenes.pipeline.story import PipelineScene

__all__ = ["PipelineScene"]

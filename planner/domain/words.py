"""The field's closed vocabularies."""

from __future__ import annotations

from enum import Enum, StrEnum


class Role(StrEnum):
    """The two roles the guidance tells apart."""

    MLOPS = "mlops"
    PLATFORM = "platform"


class Outside(Enum):
    """A job title that stands for neither role: known to be another function, or not in the map at all."""

    OTHER = "other"
    UNMAPPED = "unmapped"


class Level(StrEnum):
    """Seniority of a position, lowest first."""

    ENTRY = "entry"
    MID = "mid"
    SENIOR = "senior"
    PRINCIPAL = "principal"
    MANAGER = "manager"


class TeamKind(StrEnum):
    """What a team does with models."""

    BUILDS = "builds_models"
    CONSUMES = "consumes_models"
    BOTH = "both"


class Tier(StrEnum):
    """How much hangs on a system."""

    EXPERIMENTAL = "experimental"
    STANDARD = "standard"
    CRITICAL = "critical"


class GeneralPlatform(StrEnum):
    """The company platform that ML can stand on."""

    NONE = "none"
    BASIC = "basic"
    STRONG = "strong"


class ManagedServices(StrEnum):
    """What a vendor already runs."""

    NONE = "none"
    SOME = "some"
    MOST = "most"


class Need(StrEnum):
    """What an organisation says it needs (guide: responsibilities and focus areas of each role)."""

    DEPLOY_MODELS = "deploy_models"
    OPERATE_MODELS = "operate_models"
    AUTOMATE_PIPELINES = "automate_pipelines"
    MONITOR_MODELS = "monitor_models"
    CI_CD_FOR_ML = "ci_cd_for_ml"
    PRODUCTIONIZE = "productionize_with_data_scientists"
    SCALE_ACROSS_TEAMS = "scale_across_teams"
    SHARED_PLATFORM = "shared_platform"
    STANDARDIZE_WORKFLOWS = "standardize_workflows"
    SELF_SERVICE_TOOLING = "self_service_tooling"
    INFRASTRUCTURE_AS_CODE = "infrastructure_as_code"
    SECURITY_AND_COMPLIANCE = "security_and_compliance"
    OPTIMIZE_PLATFORM_COST = "optimize_platform_cost"
    PLATFORM_RELIABILITY = "platform_reliability"


class Alternative(StrEnum):
    """Ways to meet a need other than opening a position."""

    CONTRACTOR = "contractor"
    MANAGED_SERVICE = "managed_service"
    TRANSFER = "transfer"
    TRAIN = "train"


class Way(StrEnum):
    """How a promised seat is filled other than by recruiting."""

    TRANSFER = "transfer"
    TRAINING = "training"
    CONVERSION = "conversion"
    CONTRACTOR = "contractor"

    @classmethod
    def of(cls, kind: str) -> Way | None:
        """The way of a kind of position; none where it is recruited for."""
        return cls(kind) if kind in {way.value for way in cls} else None


class Gate(StrEnum):
    """Yes/no facts about one system from which its maturity follows (Microsoft's levels; DOMAIN 1)."""

    CODE_IN_VERSION_CONTROL = "code_in_version_control"
    APP_BUILD_AUTOMATED = "app_build_automated"
    APP_UNIT_TESTS = "app_unit_tests"
    TRAINING_UNATTENDED = "training_unattended"
    EXPERIMENTS_LOGGED = "experiments_logged"
    MODEL_TIED_TO_DATA_AND_CODE = "model_tied_to_data_and_code"
    RELEASE_ONLY_THROUGH_CI_CD = "release_only_through_ci_cd"
    ROLLBACK_EXERCISED = "rollback_exercised"
    MODEL_TESTS_IN_CI = "model_tests_in_ci"
    STAGING_MIRRORS_PRODUCTION = "staging_mirrors_production"
    QUALITY_ALERTS = "quality_alerts"
    METRIC_TRIGGERED_RETRAINING = "metric_triggered_retraining"


GATES_OF_LEVEL: tuple[tuple[Gate, ...], ...] = (
    (Gate.CODE_IN_VERSION_CONTROL, Gate.APP_BUILD_AUTOMATED, Gate.APP_UNIT_TESTS),
    (Gate.TRAINING_UNATTENDED, Gate.EXPERIMENTS_LOGGED, Gate.MODEL_TIED_TO_DATA_AND_CODE),
    (
        Gate.RELEASE_ONLY_THROUGH_CI_CD,
        Gate.ROLLBACK_EXERCISED,
        Gate.MODEL_TESTS_IN_CI,
        Gate.STAGING_MIRRORS_PRODUCTION,
    ),
    (Gate.QUALITY_ALERTS, Gate.METRIC_TRIGGERED_RETRAINING),
)


class StanceKind(StrEnum):
    """What the plan says of a role."""

    HIRE_NOW = "hire_now"
    HIRE_WHEN = "hire_when"
    CONVERT = "convert"
    ALTERNATIVE = "alternative"
    STAFFED = "staffed"
    NOT_YET = "not_yet"


class Decision(StrEnum):
    """Which roles the plan staffs within four quarters."""

    MLOPS_ONLY = "mlops_only"
    PLATFORM_ONLY = "platform_only"
    BOTH = "both"
    NEITHER_YET = "neither_yet"


class PositionKind(StrEnum):
    """Why a seat exists."""

    NEW = "new"
    BACKFILL = "backfill"
    CONVERSION = "conversion"
    COMMITTED = "committed"
    TRANSFER = "transfer"
    TRAINING = "training"
    CONTRACTOR = "contractor"


_SPELLINGS = {"ci cd": "CI/CD", "for ml": "for ML"}


def spelled(identifier: str) -> str:
    """A word of a vocabulary as prose has it: `ci_cd_for_ml` is "CI/CD for ML"."""
    text = identifier.replace("_", " ")
    for written, meant in _SPELLINGS.items():
        text = text.replace(written, meant)
    return text

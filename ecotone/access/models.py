"""Accounts, the audit, and what sort of place this deployment is."""

from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, DeploymentKind, Entry, Purpose
from ecotone.ground.fields import Address, Code, Line
from ecotone.ground.models import Record, one_of
from ecotone.ground.privacy import Privacy


class Accounts(BaseUserManager["Account"]):
    """Looks accounts up by e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email=(username or "").strip().lower())


class Account(Record, AbstractBaseUser):
    """One who can sign in: a worker, a person with a record here, or both."""

    name = Line()
    email = Address(unique=True, help_text="kept in small letters")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = Accounts()

    privacy = Privacy(operational="id created_at last_login is_active", personal="name email", sensitive="password")

    class Meta:
        constraints = [models.CheckConstraint(name="account_email_small", condition=models.Q(email=Lower("email")))]

    def __str__(self) -> str:
        return self.name


class Authored(models.Model):
    """Carries who wrote it down, as they stood then: a later change of job or name does not rewrite it."""

    author = Line(blank=True)
    author_account_id = models.UUIDField(null=True)
    author_hat_id = models.UUIDField(null=True)
    author_actor_id = models.UUIDField(null=True)

    class Meta:
        abstract = True

    @staticmethod
    def signed(by: Principal) -> dict[str, Any]:
        """The four columns, filled for `by`."""
        return {
            "author": by.signature,
            "author_account_id": by.account_id,
            "author_hat_id": by.hat_id,
            "author_actor_id": by.actor_id,
        }


class AuditEntry(Record):
    """One look, refusal, write, sign-in: who, in which hat, doing what, for what purpose. Content-free.

    Ids are plain, not foreign keys: an entry outlives what it speaks of.
    """

    kind = Code(choices=[(e, e) for e in Entry])
    code = Line(max_length=80, help_text="the action or the page")
    account_id = models.UUIDField(null=True)
    hat_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    link_id = models.UUIDField(null=True, help_text="the e-mailed link it was done by, where nobody signed in")
    system = Line(max_length=80, blank=True)
    purpose = Code(choices=[(p, p) for p in Purpose])
    reason = Line(max_length=80, blank=True, help_text="the code of the verdict, for a refusal")

    privacy = Privacy(operational="id created_at kind code account_id hat_id actor_id link_id system purpose reason")

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["account_id", "-created_at"], name="audit_by_account"),
            models.Index(fields=["-created_at"], name="audit_by_time"),
        ]
        constraints = [one_of("audit_kind", "kind", Entry), one_of("audit_purpose", "purpose", Purpose)]


class AuditSubject(models.Model):
    """One thing an entry is about: which record, which part of it, and on what basis."""

    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="subjects")
    created_at = models.DateTimeField()
    kind = Line(max_length=40)
    subject_id = models.UUIDField()
    part = Line(max_length=40, blank=True)
    act = Line(max_length=80, blank=True, help_text="the action inside the entry's, where one calls another")
    basis = Code(blank=True, choices=[(b, b) for b in Basis])

    privacy = Privacy(operational="id entry created_at kind subject_id part act basis")

    class Meta:
        indexes = [models.Index(fields=["kind", "subject_id", "-created_at"], name="audit_of_subject")]


class Deployment(models.Model):
    """What sort of place this is: one row, written into an empty database and never changed."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    created_at = models.DateTimeField()
    kind = Code(choices=[(k, k) for k in DeploymentKind])
    name = Line()
    recipe = models.JSONField(default=dict, help_text="for a demo: seed, size, anchor date, what was planted")

    privacy = Privacy(open="name kind", operational="id created_at recipe")

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_deployment", condition=models.Q(id=1)),
            one_of("deployment_kind", "kind", DeploymentKind),
        ]

    @staticmethod
    def audit_id() -> UUID:
        """The id by which the audit names the one deployment."""
        return UUID(int=1)

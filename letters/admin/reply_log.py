"""The reply log at the desk: log an answer, say what it comes to, write the copy for the page, publish and withdraw it."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from appeals.models import Appeal
from campaigns.models import Target
from kit.languages import choices
from kit.received_mail import inert
from kit.refusals import Refused
from letters import public_copies, reply_log
from letters.admin.in_memory import in_memory
from letters.models import Letter, Reply
from letters.reply_files import MOST_BYTES, form_of
from letters.states import CopyState, Outcome

TONGUES = [("", "another one"), *choices()]
OUTCOMES = [("", "not judged yet"), *Outcome.choices]
CHANNELS = [one for one in Reply.Channel.choices if one[0] != Reply.Channel.REPLY]


class LogForm(forms.Form):
    appeal = forms.ModelChoiceField(Appeal.objects.exclude(state="draft").order_by("slug"))
    target = forms.ModelChoiceField(
        Target.objects.none(), label="Office", help_text="Offices that letters are addressed to."
    )
    references = forms.CharField(
        label="Letters that it answers",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="References, if it answers certain letters or names somebody who signed. Empty: it answers all letters of the "
        "appeal that had left for this office by that day.",
    )
    came_on = forms.DateField(label="Day on which it came", widget=admin.widgets.AdminDateWidget)
    channel = forms.ChoiceField(label="How it came", choices=CHANNELS)
    language = forms.ChoiceField(choices=TONGUES, required=False)
    outcome = forms.ChoiceField(label="What it comes to", choices=OUTCOMES, required=False)
    text = forms.CharField(
        label="Its words",
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"}),
        help_text="Paste them here, or choose a file.",
    )
    file = forms.FileField(
        required=False,
        help_text=f"PDF, mail (.eml), or a scan as PNG or JPEG, up to {MOST_BYTES // 1_000_000} MB. It is sealed, and never shown to the public.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        written_to = Letter.objects.order_by().values("target").distinct()
        self.fields["target"].queryset = Target.objects.filter(pk__in=written_to).order_by("name")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        file, text = said.get("file"), (said.get("text") or "").strip()
        if bool(file) == bool(text):
            raise forms.ValidationError("Paste its words or choose a file: one of both.")
        content = file.read(MOST_BYTES + 1) if file else inert(text).encode()
        try:
            said["form"] = form_of(content) if file else Reply.Form.TEXT
        except Refused as refused:
            raise forms.ValidationError({"file": refused.message}) from refused
        return {**said, "content": content}


class ReplyLog(admin.ModelAdmin):
    """Mixed into the admin of replies."""

    change_form_template = "admin/letters/reply/change_form.html"

    def has_log_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("letters.log_reply")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("letters.publish_answer")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_log_permission(request)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("add/", in_memory(wrap(self.log_view)), name="letters_reply_add"),
            path("<int:pk>/log/<str:act>/", wrap(self.act_view), name="letters_reply_act"),
            *super().get_urls(),
        ]

    def log_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_log_permission(request):
            raise PermissionDenied
        form = LogForm(
            request.POST or None,
            request.FILES or None,
            initial={"came_on": date.today, "channel": Reply.Channel.POST},
        )
        if form.is_valid() and (logged := self._log(request, form)):
            return redirect("admin:letters_reply_change", logged.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": "Log an answer",
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/letters/reply/log.html", context)

    def _log(self, request: HttpRequest, form: LogForm) -> Reply | None:
        said = {name: value for name, value in form.cleaned_data.items() if name not in {"file", "text"}}
        try:
            logged = reply_log.log(**said, by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            return None
        self.log_addition(request, logged, "Logged an answer.")
        return logged

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        reply = context["original"]
        copy = getattr(reply, "copy", None)
        context |= {
            "show_save_and_add_another": False,
            "copy": copy,
            "is_answer": reply.sort == Reply.Sort.ANSWER,
            "may_log": self.has_log_permission(request),
            "may_publish": self.has_publish_permission(request),
            "waits": copy is not None and copy.state == CopyState.DRAFT,
            "is_own": copy is not None and copy.written_by_id == request.user.pk,
            "tongues": TONGUES,
            "outcomes": OUTCOMES,
            "named": reply.also.count() + 1,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def act_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """The door behind the forms on the page of one answer."""
        acts = {
            "judge": (self.has_log_permission, self._judge),
            "write": (self.has_log_permission, self._write),
            "strike": (self.has_log_permission, self._strike),
            "publish": (self.has_publish_permission, self._publish),
            "withdraw": (self.has_publish_permission, self._withdraw),
        }
        if request.method != "POST" or act not in acts or not acts[act][0](request):
            raise PermissionDenied
        reply = get_object_or_404(Reply.objects.select_related("copy", "letter"), pk=pk)
        try:
            acts[act][1](reply, request.POST, {"by": request.user, "now": timezone.now()})
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, f"Done: {act}.")
            if act == "strike":
                return redirect("admin:letters_reply_changelist")
            self.log_change(request, reply, act)
        return redirect("admin:letters_reply_change", pk)

    def _judge(self, reply: Reply, said: Any, told: Any) -> None:
        language, outcome = said.get("language", ""), said.get("outcome", "")
        if language not in dict(TONGUES) or outcome not in dict(OUTCOMES):
            raise Refused("Choose one of the offered languages and outcomes.")
        reply_log.judge(reply=reply, language=language, outcome=outcome, **told)

    def _write(self, reply: Reply, said: Any, told: Any) -> None:
        public_copies.write(reply=reply, text=said.get("text", ""), language=said.get("language", ""), **told)

    def _strike(self, reply: Reply, said: Any, told: Any) -> None:
        reply_log.strike(reply=reply, reason=said.get("reason", ""), **told)

    def _publish(self, reply: Reply, said: Any, told: Any) -> None:
        public_copies.publish(copy=_copy_of(reply), seen=said.get("seen", ""), **told)

    def _withdraw(self, reply: Reply, said: Any, told: Any) -> None:
        public_copies.withdraw(copy=_copy_of(reply), reason=said.get("reason", ""), **told)


def _copy_of(reply: Reply) -> Any:
    copy = getattr(reply, "copy", None)
    if copy is None:
        raise Refused("Nobody has written a copy of it.")
    return copy

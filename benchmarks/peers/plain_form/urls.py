"""One page: a form that saves and mails, in the request."""

from django.core.mail import send_mail
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from benchmarks.peers.plain_form.models import Signer


class SignerForm(ModelForm):
    class Meta:
        model = Signer
        fields = ["name", "email", "country", "town"]


@csrf_exempt  # so that the client need not fetch a token for every post; ours needs no cookie either
def sign(request: HttpRequest) -> HttpResponse:
    form = SignerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        signer = form.save()
        send_mail(
            "Please confirm your signature",
            f"Dear {signer.name},\n\nplease confirm: https://outcry.example/confirm/{signer.pk}/\n",
            "appeals@outcry.example",
            [signer.email],
        )
        return redirect("/thanks/")
    return render(request, "bench/form.html", {"form": form}, status=422 if form.is_bound else 200)


urlpatterns = [path("", sign)]

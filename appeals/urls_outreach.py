"""What leads others here: feeds, calendars, cards, frames. All of it in the language of the address."""

from django.urls import path

from appeals import views_calendar, views_card, views_embed, views_feeds

urlpatterns = [
    path("appeals/<slug:slug>/card-<slug:digest>.png", views_card.card, name="card"),
    path("appeals/<slug:slug>/act-before.ics", views_calendar.one_date, name="act_before"),
    path("act-before.ics", views_calendar.all_dates, name="act_before_all"),
    path("embed/<slug:slug>/", views_embed.embed, name="embed"),
    *(
        path(f"feeds/{place}.{ending}", views_feeds.view(feed, ending), name=f"{feed.name}_{ending}")
        for place, feed in (("appeals", views_feeds.OpenAppeals), ("news", views_feeds.WhatHappened))
        for ending in views_feeds.FORMATS
    ),
]

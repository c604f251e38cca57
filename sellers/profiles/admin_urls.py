"""A seller's own page under /admin/my-page/; all sellers, and who writes for them, under /admin/sellers/ and /admin/grants/."""

from django.urls import path

from .views import grants, mine, provisioning, review, sellers

own = ([path("", mine.my_page, name="mine")], "profile")
company = (
    [
        path("", sellers.sellers, name="list"),
        path("add/", sellers.add_seller, name="add"),
        path("file/", provisioning.roster, name="roster"),
        path("<int:seller_id>/", sellers.seller, name="one"),
        path("<int:seller_id>/writers/", grants.give, name="name_writer"),
        path("<int:seller_id>/leave/", sellers.leave, name="leave"),
        path("<int:seller_id>/come-back/", sellers.come_back, name="come_back"),
    ],
    "sellers",
)
writing = (
    [
        path("", grants.grants, name="list"),
        path("<int:grant_id>/", grants.grant, name="one"),
    ],
    "grants",
)
reviewing = (
    [
        path("", review.waiting, name="list"),
        path("<int:change_id>/", review.change, name="one"),
    ],
    "profile_review",
)

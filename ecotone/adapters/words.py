"""The sentences of this room. `%(…)s` is filled in from the problem's parameters."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ecotone.adapters.rules import Format, RunState

WORDS: Mapping[str, object] = {
    "adapters.no_file": _("There is no file or folder here that can be read. Look at the name again."),
    "adapters.empty": _("There is nothing in this file."),
    "adapters.damaged": _("This file is damaged, or ends in the middle. Fetch or save it again."),
    "adapters.encrypted": _("This file is protected by a password. Save it without one."),
    "adapters.too_large": _("This file holds more than %(most)s MB once it is unpacked. Split it into smaller ones."),
    "adapters.too_many_files": _("There are more than %(most)s files in this. Split it into smaller ones."),
    "adapters.leads_out": _(
        "A file in this zip is named so that it would land outside it (%(given)s). It may be meant to harm: nothing "
        "was read."
    ),
    "adapters.is_zip": _("This is a zip file or a workbook (.xlsx), not CSV. Save it as CSV (UTF-8)."),
    "adapters.is_pdf": _("This is a PDF, not CSV. Ask whoever made it for the table itself."),
    "adapters.is_old_workbook": _("This is an old workbook (.xls), not CSV. Save it as CSV (UTF-8)."),
    "adapters.not_text": _("This is no text: it holds NUL bytes. Save it as CSV (UTF-8)."),
    "adapters.not_a_table": _(
        "This stops being a table at about line %(line)s: a quotation mark that is never closed, or letters in an "
        "encoding that it does not say. Save it again as CSV (UTF-8)."
    ),
    "adapters.line_too_long": _("One line is longer than %(most)s MB. This does not look like the right file."),
    "adapters.no_header": _("The first row is empty. It should name the columns."),
    "adapters.long_column": _("A column’s name has more than %(most)s letters. Is the first row a header?"),
    "adapters.too_wide": _("There are more than %(most)s columns. This does not look like the right file."),
    "adapters.column_twice": _("Two columns have the same name: %(given)s. Rename one of them."),
    "adapters.no_column": _(
        "These columns are missing: %(given)s. This may be another file, or another version of it."
    ),
    "adapters.no_rows": _("There are column names, but no rows under them."),
    "adapters.wrong_width": _("This row has another number of cells than the header."),
    "adapters.nul": _("This row holds a NUL character, which no text should."),
    "adapters.not_json": _("This is no JSON from line %(line)s, letter %(column)s on."),
    "adapters.key_twice": _("One object names “%(given)s” twice. Which was meant cannot be known."),
    "adapters.too_deep": _("This JSON is nested too deeply to be what it should be."),
    "adapters.not_this_format": _("This does not look like what it should be: %(given)s."),
    "adapters.twice": _(
        "The same id (%(given)s) stands in row %(row)s already, and says something else there. Keep the right one."
    ),
    "adapters.said_twice": _("Row %(row)s says the same of %(given)s: it was taken once."),
    "adapters.too_many": _("There are more than %(most)s things in this. Split it into smaller files."),
    "adapters.refers_to_refused": _("It belongs to %(given)s, which was refused."),
    "adapters.refers_to_nothing": _("It belongs to %(given)s, which is neither in the file nor here."),
    "adapters.wrong_shape": _("A value has another shape than it should: %(given)s."),
    "adapters.door_refused": _("This could not be written: %(given)s."),
    "adapters.stays": _("This cannot be changed here once it is set, so it stays as it is: %(name)s."),
    "adapters.kept": _("This was changed here as well, so what is here was kept: %(name)s."),
    "adapters.here_already": _("This was here already and says something else, so it was kept: %(name)s."),
    "adapters.still_offers": _("No longer named, but it offers services here, so it stays: %(name)s."),
    "adapters.still_works": _("No longer named, but people work there in Ecotone, so it stays: %(name)s."),
    "adapters.sector_assumed": _(
        "It does not say what kind of organisation this is: third sector was put down (%(name)s)."
    ),
    "adapters.number_unknown": _(
        "This is no number of a charity or company that we know (%(given)s), so it was left out. It should read like "
        "SC000001, or GB-CHC-1000001 for England and Wales."
    ),
    "adapters.address_hidden": _(
        "Its name tells of people who may be hidden there, or are helped in confidence, so its address is shown to "
        "nobody else: %(name)s."
    ),
    "adapters.place_stays": _(
        "The newer map no longer names this place. It stays here, for addresses lie in it and figures were counted "
        "there: %(name)s."
    ),
    "adapters.not_a_number": _("This is not a whole number: %(given)s."),
    "adapters.not_a_decimal": _("This is not a number: %(given)s."),
    "adapters.not_a_date": _("This is not a date we can read: %(given)s. Write it as 31/05/2026 or 2026-05-31."),
    "adapters.not_a_choice": _("This is none of the words we know here: %(given)s. Known are: %(known)s."),
    "adapters.guessed_encoding": _(
        "This text says nothing of its encoding and is not UTF-8: it was read as Windows’ western European. Look "
        "whether names with accents came out right."
    ),
    "adapters.no_zone": _("The data zone %(given)s is not loaded here, so its place was looked for in another way."),
    "adapters.no_place": _(
        "No place that is loaded here fits, so the address was left out. Load places, then this again."
    ),
    "adapters.no_position": _("It has no postcode and no data zone: it is placed in %(place)s as a whole."),
    "adapters.no_org_id": _("This is no charity number: %(given)s. It should read like SC000001 or GB-CHC-1000001."),
    "adapters.no_postcode": _("The postcode %(given)s is not in the table of postcodes that is loaded here."),
    "adapters.some_refused": _("Some rows are refused. Save the others without them, or mend the file."),
    "adapters.closes_many": _("Much would be closed. Say that you have looked at it and that it is right."),
    "adapters.stopped": _("Something went wrong on our side. Nothing was saved; it can be tried again."),
    "adapters.not_now": _("This import has come further already, or was dropped. Look at it again."),
    "adapters.no_need": _("No kind of need here fits this kind of service: %(given)s (%(count)s of them)."),
    "adapters.left_out": _("This was left out: %(given)s. %(why)s"),
    "adapters.zone_between": _("Only %(given)s of this data zone lies in %(name)s, to which it is counted."),
    "adapters.fhir_nothing": _("There is no FHIR resource in this file: no object with a resourceType."),
    "adapters.fhir_death_without_day": _(
        "It says that this person has died, and not on which day. Nobody is taken in without knowing: add "
        "deceasedDateTime."
    ),
    "adapters.fhir_number_of_nobody": _("A number without a system may be anyone’s, so it was left out."),
    "adapters.fhir_same_person": _(
        "It says that another record is of the same person (%(given)s). Nothing was merged: that is for people to do."
    ),
    "adapters.fhir_part_of": _(
        "What it is part of was left out: both sides have to agree to that here. Each can say so on its page."
    ),
    "adapters.fhir_no_patient": _("It does not say whose circle this is: it lacks a patient."),
    "adapters.fhir_no_team": _("There is no such team here: %(given)s. Its page has its id in the address."),
    "adapters.fhir_no_provider": _("It does not say who provides it: it lacks providedBy."),
    "adapters.fhir_too_deep": _("There are bundles in bundles in bundles here. Take them apart first."),
    "adapters.which_sheet": _("Say which sheet of this workbook is meant. It has: %(given)s."),
    "adapters.too_deep_sheet": _("There are more than %(most)s rows. Split it into smaller ones."),
    "adapters.entities": _("This workbook’s XML holds entities, which no honest list needs. Nothing was read."),
    "adapters.no_name_column": _("Say which column holds the name."),
    "adapters.no_field": _("This is no field that a list can fill. Known are: %(known)s."),
    "adapters.column_for_two": _("The column %(given)s is matched to two fields. Which is meant?"),
    "adapters.columns_ignored": _("Columns that are passed over: %(given)s."),
    "adapters.columns_guessed": _("Nobody has matched these columns by hand yet, so they were guessed: %(given)s."),
    "adapters.words_unknown": _("This place knows no such words, so they were left out: %(given)s."),
    "adapters.nought_lost": _("A spreadsheet had made a number of this phone (%(given)s). It was read as %(now)s."),
    "adapters.kept_as_words": _("This was kept in its own words, for it can be read in several ways: %(given)s."),
    "adapters.assumed_way": _("The list does not say how one comes to it; it was put down as: %(way)s."),
    "adapters.no_such_group": _("No one organisation here is called %(given)s. Give its name in full, or its id."),
    "adapters.whose": _("Say whose list it is."),
    "adapters.elsewhere": _("Rows for places that were not asked for, passed over: %(count)s."),
    "adapters.or_kind": _("This should be %(wanted)s, but is %(given)s."),
    "adapters.or_id": _(
        "This id is no UUID, as Open Referral asks: %(given)s. It was taken, but cannot be given back."
    ),
    "adapters.or_same_id": _(
        "An organisation in the same files has this id too: %(given)s. Each thing needs its own."
    ),
    "adapters.or_left_out": _("This cannot be kept here as it is, so it was left out: “%(given)s”."),
    "adapters.or_cut": _("This is longer than fits here, and was cut: “%(given)s …”."),
    "adapters.or_not_weekly": _("Hours here are by the week: “%(given)s” was put into the note."),
    "adapters.or_no_area": _("The place “%(given)s” is not known here by that name or code, so it was left out."),
    "adapters.or_no_parent": _("It belongs to %(given)s, which is not in these files: that was left out."),
    "adapters.or_orphan": _("It points at %(given)s, which is not in the package: that was passed over."),
    "adapters.or_circle": _("These belong to each other in a circle: %(given)s. Nobody can say which comes first."),
    "adapters.or_totals": _(
        "There are %(given)s things in these pages, but they say that there are %(total)s in all."
    ),
    "adapters.or_pages_missing": _(
        "There are %(given)s of %(total)s things in these pages. Fetch the other pages too; until then nothing is "
        "closed for not being named."
    ),
    "adapters.or_flag": _("This page says “%(given)s” here, but its numbers say otherwise."),
    "adapters.or_version": _("This is another version than Open Referral 3: “%(given)s”."),
    "adapters.or_more_terms": _("Of terms without a kind of need here there are %(count)s more."),
    "adapters.or_guessed_sector": _(
        "Organisations that do not say which sector they belong to: %(count)s. They were taken as third "
        "sector; a steward can change that."
    ),
    "adapters.or_unnamed": _(
        "Organisations without a name: %(count)s. They were taken under the name of their service."
    ),
    "adapters.or_guessed_attending": _(
        "Services that do not say how one takes part: %(count)s. It was told from their hours, places and numbers."
    ),
}

FORMATS: Mapping[Format, object] = {
    Format.PLACES: _("Places and data zones"),
    Format.CARE_INSPECTORATE: _("Care Inspectorate’s register of care services"),
    Format.CHARITIES: _("A charity register"),
    Format.OPEN_REFERRAL: _("Open Referral"),
    Format.FHIR: _("FHIR R4"),
    Format.SPREADSHEET: _("A group’s own list of what it offers"),
    Format.ORGANISATIONS: _("A spreadsheet of organisations"),
}
STATES: Mapping[RunState, object] = {
    RunState.WAITS: _("Waits to be read"),
    RunState.READING: _("Is being read"),
    RunState.READ: _("Read: nothing is saved yet"),
    RunState.AGREED: _("Waits to be saved"),
    RunState.SAVING: _("Is being saved"),
    RunState.SAVED: _("Saved"),
    RunState.REFUSED: _("Refused: nothing was saved"),
    RunState.DROPPED: _("Dropped: nothing was saved"),
}
OUTCOMES: Mapping[str, object] = {
    "created": _("New"),
    "changed": _("Changed"),
    "closed": _("Closed"),
    "unchanged": _("As it was"),
}
LIST_FIELDS: Mapping[Format, Mapping[str, Any]] = {
    Format.SPREADSHEET: {
        "id": _("Your own number for it"),
        "name": _("Name"),
        "description": _("What it is"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "url": _("Website"),
        "eligibility": _("Who it is for"),
        "ages": _("Ages"),
        "cost": _("Cost"),
        "times": _("Days and times"),
        "attending": _("How one comes to it"),
        "address": _("Address"),
        "postcode": _("Postcode"),
        "needs": _("What it helps with"),
        "areas": _("Areas it covers"),
        "languages": _("Languages"),
    },
    Format.ORGANISATIONS: {
        "id": _("Your own number for it"),
        "name": _("Name"),
        "sector": _("Kind or sector"),
        "number": _("Charity or company number"),
        "description": _("What it does"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "website": _("Website"),
        "address": _("Address"),
        "postcode": _("Postcode"),
    },
}
CHANGED: Mapping[str, object] = {
    "name": _("name"),
    "description": _("description"),
    "phone": _("phone"),
    "email": _("e-mail"),
    "url": _("website"),
    "website": _("website"),
    "sector": _("sector"),
    "domain": _("domain"),
    "place_ids": _("where it works"),
    "site_id": _("address"),
    "sites": _("addresses"),
    "place_id": _("where it lies"),
    "parents": _("what it lies in"),
    "need_codes": _("what it helps with"),
    "schedules": _("days and times"),
    "minimum_age": _("youngest age"),
    "maximum_age": _("oldest age"),
    "cost_options": _("cost"),
    "cost_free": _("whether it is free"),
    "fees": _("cost"),
    "attending": _("how one comes to it"),
    "eligibility": _("who it is for"),
    "languages": _("languages"),
    "places_maximum": _("how many places there are"),
    "accreditations": _("grades"),
    "population_on": _("day of the count"),
    "population_source": _("who counted"),
    "latitude": _("position"),
    "longitude": _("position"),
    "deprivation_rank": _("rank of deprivation"),
    "deprivation_decile": _("tenth of deprivation"),
}
"""Fields of what is taken in, for whoever reads which of them change; others are plain words as they are."""

KINDS: Mapping[str, object] = {
    "place": _("places"),
    "data_zone": _("data zones"),
    "postcode": _("postcodes"),
    "deprivation": _("figures of deprivation"),
    "site": _("addresses"),
    "organisation": _("organisations"),
    "team": _("teams"),
    "service": _("services"),
    "person": _("people"),
    "circle_tie": _("people around somebody"),
}

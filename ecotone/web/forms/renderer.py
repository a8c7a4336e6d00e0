"""Renders every Django form as accessible markup, so that no page writes a label or an error by hand.

Set `FORM_RENDERER = "ecotone.web.forms.renderer.EcotoneRenderer"`. `django.forms` must be installed, as the few
widgets without a template here (hidden inputs, multi-widgets) keep Django's own.
"""

from django.forms import widgets
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.template.loader import get_template

# Browsers accept only ISO text in their own pickers, whatever the language of the page.
NATIVE_PICKERS = {
    widgets.DateInput: ("date", "%Y-%m-%d"),
    widgets.TimeInput: ("time", "%H:%M"),
    widgets.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
}

PLAIN_INPUTS = ("text", "number", "email", "url", "tel", "search", "password", "date", "time", "datetime", "color")

WIDGET_TEMPLATES = {
    **{f"django/forms/widgets/{kind}.html": "forms/widgets/input.html" for kind in PLAIN_INPUTS},
    "django/forms/widgets/textarea.html": "forms/widgets/textarea.html",
    "django/forms/widgets/select.html": "forms/widgets/select.html",
    "django/forms/widgets/checkbox.html": "forms/widgets/checkbox.html",
    "django/forms/widgets/radio.html": "forms/widgets/radios.html",
    "django/forms/widgets/checkbox_select.html": "forms/widgets/checkboxes.html",
    "django/forms/widgets/file.html": "forms/widgets/file.html",
    "django/forms/widgets/clearable_file_input.html": "forms/widgets/clearable_file.html",
}


class EcotoneBoundField(BoundField):
    """A field that uses the browser's own date and time pickers and knows where an error link should lead."""

    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        if picker := NATIVE_PICKERS.get(type(field.widget)):
            # The form holds its own copy of the widget, so this reaches no other form.
            field.widget.input_type, field.widget.format = picker

    @property
    def first_input_id(self):
        """The id an error link leads to: a fieldset has no input of its own, so its first choice."""
        if self.use_fieldset and getattr(self.field.widget, "option_template_name", None):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    @property
    def is_left_empty_freely(self):
        """Whether to say that it is optional: not where one that means something is chosen whatever is done."""
        offered = getattr(self.field, "choices", ())
        means_something = any(value == "" and str(label).strip("–- ") for value, label in offered)
        return not (self.field.required or means_something)

    @property
    def is_single_checkbox(self):
        """Whether the label stands beside the box rather than above it."""
        return isinstance(self.field.widget, widgets.CheckboxInput)


class EcotoneRenderer(TemplatesSetting):
    """Our templates for forms, fields and widgets; Django's for what we have none of."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = EcotoneBoundField

    def get_template(self, template_name):
        return get_template(WIDGET_TEMPLATES.get(template_name, template_name))

    def render(self, template_name, context, request=None):
        """Render, telling a widget's template whether the value in it was refused."""
        if widget := context.get("widget"):
            context = {**context, "refused": widget["attrs"].get("aria-invalid") == "true"}
        return super().render(template_name, context, request)

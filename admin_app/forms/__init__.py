"""An action's input as a form, and the fields a form is made of."""

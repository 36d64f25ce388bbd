"""The storybook illustrator: sets, figures, light and styles, drawn in depth layers."""

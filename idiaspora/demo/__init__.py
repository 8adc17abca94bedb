"""A made-up community to try the site with: its people, organizations, posts, library, groups and pages."""

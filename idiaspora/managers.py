"""How accounts are made: the e-mail address is the name."""

from typing import Any

from django.contrib.auth.base_user import BaseUserManager


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Any:
        """A member's account; without a password it can only be entered by a provider or a reset.

        Raises ValueError when the address is empty.
        """
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user: Any = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Any:
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

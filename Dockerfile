# Two stages: one builds the virtual environment, the other carries only what runs.
FROM python:3.13-slim AS build
WORKDIR /app
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN /venv/bin/pybabel compile --directory idiaspora/locale --domain django --use-fuzzy

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 site && mkdir /data && chown site /data
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH VAR_DIR=/data PYTHONUNBUFFERED=1
USER site
RUN SECRET_KEY=only-to-collect-static-files VAR_DIR=/data python manage.py collectstatic --noinput
VOLUME /data
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=3)"]
CMD ["gunicorn", "idiaspora.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--access-logfile", "-"]

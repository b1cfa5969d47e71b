//! Joins the stages: engine, settings and the one public shape of every answer.
